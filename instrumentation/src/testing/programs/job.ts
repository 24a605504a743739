// A Kubernetes Job in a process of its own, which ends in the way that its argument names.
import { setTimeout as delay } from 'node:timers/promises';
import { startTelemetry } from '../../start-telemetry.js';
import { instrumentWorker } from '../../worker/index.js';

const [, , ending] = process.argv;
const telemetry = startTelemetry({ metricsPort: 'off', drain: { timeoutSeconds: 0.5 } });
const { run } = instrumentWorker(telemetry, {
  queue: 'webhooks',
  limitSeconds: 1800,
  // Half an hour passes as soon as a timer asks for it, and only where the test says so.
  clock: {
    nowMs: () => 0,
    after: (milliseconds, call) => {
      const timer = setTimeout(call, ending === 'limit' ? 10 : milliseconds).unref();
      return () => clearTimeout(timer);
    },
  },
});
const job = { timestamp: 0, attemptsMade: 0, opts: { attempts: 3 } };
const working = (): Promise<void> => {
  process.stdout.write('working\n');
  return delay(60_000);
};

const endings: Readonly<Record<string, () => unknown>> = {
  returns: () => run(job, () => 'done'),
  fails: () => run(job, () => Promise.reject(new RangeError('the job fails'))),
  exits: async () => {
    await run(job, () => 'done');
    await telemetry.shutdown();
    process.exit(3);
  },
  uncaught: () => {
    void run(job, working);
    setImmediate(() => {
      throw new TypeError('nobody catches this');
    });
  },
  sigterm: () => run(job, working),
  finishes: () =>
    run(job, () => {
      process.stdout.write('working\n');
      return delay(200);
    }),
  limit: () => run(job, working),
};

await endings[ending ?? '']?.();
