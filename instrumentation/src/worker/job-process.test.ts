import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OtlpReceiver, otlpReceiver } from '../testing/otlp-receiver.js';

const program = path.join(import.meta.dirname, '../testing/programs/job.ts');
/** Runs TypeScript as it is, so that no stale build is tested. */
const loader = import.meta.resolve('jiti/register');
const duration = 'messaging_process_duration_seconds_count';
let receiver: OtlpReceiver;
let child: ChildProcess | undefined;

beforeEach(async () => {
  receiver = await otlpReceiver();
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await receiver.close();
});

/** Nothing but the receiver's address and a name is configured, as in a Job's manifest. */
function start(ending: string, url = receiver.url) {
  const started = spawn(process.execPath, ['--import', loader, program, ending], {
    env: {
      PATH: process.env.PATH,
      OTEL_SERVICE_NAME: 'deliveries',
      OTEL_RESOURCE_ATTRIBUTES: 'cloud.region=us-east-1,deployment.environment.name=production',
      OTEL_EXPORTER_OTLP_ENDPOINT: url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
      OTEL_TRACES_EXPORTER: 'none',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let stderr = '';
  started.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return {
    process: started,
    working: () => once(started.stdout, 'data'),
    ended: async () => {
      const [code, signal] = await once(started, 'close');
      return { code, signal, stderr };
    },
  };
}

const recorded = () =>
  receiver
    .samples()
    .filter(({ name }) => name === duration)
    .map(({ labels, value }) => [labels.outcome, labels.error_type, value].join(' '));

describe('a Job that ends before anybody could scrape it', () => {
  it.each([
    ['returns', 'success  1', { code: 0, signal: null }],
    ['fails', 'failure RangeError 1', { code: 1, signal: null }],
    ['exits', 'success  1', { code: 3, signal: null }],
    ['uncaught', 'failure terminated 1', { code: 1, signal: null }],
  ])('sends what it recorded when it %s', async (ending, expected, end) => {
    const { ended } = start(ending);
    const { stderr, ...how } = await ended();
    expect(how).toEqual(end);
    expect(recorded()).toEqual([expected]);
    // What Node.js says of an error that nobody catches is still said.
    if (end.code === 1) expect(stderr).toMatch(/(RangeError: the job fails|TypeError: nobody catches this)/);
  });

  it('finishes what it can on SIGTERM, and sends it', async () => {
    const { process: job, working, ended } = start('finishes');
    await working();
    job.kill('SIGTERM');
    expect(await ended()).toMatchObject({ code: 0 });
    expect(recorded()).toEqual(['success  1']);
  });

  it('counts what SIGTERM cuts off as a failure that will be tried again', async () => {
    const { process: job, working, ended } = start('sigterm');
    await working();
    job.kill('SIGTERM');
    expect(await ended()).toMatchObject({ code: 143 });
    expect(recorded()).toEqual(['failure terminated 1']);
    expect(receiver.value('queue_retries_total', { queue: 'webhooks' })).toBe(1);
  });

  it('sends what ran into the limit at once, since nothing may come after', async () => {
    const { process: job, working } = start('limit');
    await working();
    await expect.poll(recorded, { timeout: 20_000 }).toEqual(['failure timeout 1']);
    job.kill('SIGKILL');
  });

  it('carries the common labels', async () => {
    await start('returns').ended();
    const common = { service: 'deliveries', region: 'us-east-1', environment: 'production' };
    expect(receiver.value(duration, { ...common, messaging_destination_name: 'webhooks' })).toBe(1);
    expect(receiver.value('queue_wait_seconds_count', { queue: 'webhooks' })).toBe(1);
  });

  it('ends as it would have when the receiver is not there', async () => {
    const { ended } = start('returns', 'http://127.0.0.1:9');
    expect(await ended()).toMatchObject({ code: 0 });
  }, 30_000);
});
