import { startTelemetry, type Telemetry } from '@attest/instrumentation';
import { instrumentQueue, instrumentWorker } from '@attest/instrumentation/worker';
import { completedEarly } from '../mutants/early-completion.js';
import type { RunningProgram } from '../programs/run-program.js';
import type { DatabaseAccess, Identity, StoredResources } from './config.js';
import { Consumer, type Effect } from './consumer.js';
import type { Job } from './job.js';
import { openDirectory } from './open-directory.js';
import { PostgresQueue } from './postgres-queue.js';
import type { Statements } from './primary-database.js';

export interface WorkerProgramConfig extends StoredResources {
  readonly identity: Identity;
  readonly database: DatabaseAccess;
  readonly timeoutSeconds: number;
  readonly maxAttempts?: number;
}

/** What workers of one process share. */
export interface WorkerContext {
  readonly telemetry: Telemetry;
  readonly statements: () => Statements | undefined;
}

export interface QueueTask {
  readonly queue: string;
  readonly concurrency: number;
  /** Dead jobs fail their resource, too. */
  readonly failsResource: boolean;
  readonly effect: (context: WorkerContext, queue: PostgresQueue) => Effect;
}

/** With the delays of the retry policy: two minutes of a vendor that is away. */
const defaultMaxAttempts = 8;
const defaultConnections = 4;

/** Works on queues for as long as the primary database is in this program's region. Reports the port `metrics`. */
export async function startConsumers(
  config: WorkerProgramConfig,
  models: readonly string[],
  tasks: readonly QueueTask[],
): Promise<RunningProgram> {
  const { service, region, environment, revision } = config.identity;
  const telemetry = startTelemetry({
    service,
    region,
    environment,
    revision,
    models,
    metricsPort: 0,
    metricsHost: '127.0.0.1',
    drain: false,
  });
  const directory = openDirectory(config.database, config.identity, telemetry, defaultConnections);
  const active = () => directory.primary?.region === region;
  const statements = () => directory.primary?.database;
  const maxAttempts = config.maxAttempts ?? defaultMaxAttempts;
  const consumers = tasks.map(({ queue: name, concurrency, failsResource, effect }) => {
    const queue = new PostgresQueue({ queue: name, resources: config.resources, failsResource, statements });
    // Of the workers in all regions only those who work report, or every job would be counted more than once.
    instrumentQueue(telemetry, {
      queue: name,
      read: async () => (active() ? queue.depth() : { depthByState: {} }),
    });
    const worker = instrumentWorker<Job>(telemetry, {
      queue: name,
      describe: (job) => ({
        runnableAtMs: job.runnableAtMs,
        attempt: job.attempt,
        maximumAttempts: maxAttempts,
      }),
    });
    const does = effect({ telemetry, statements }, queue);
    return new Consumer({
      queue,
      effect: config.jobs === 'early' ? completedEarly(does) : does,
      worker,
      active,
      concurrency,
      timeoutSeconds: config.timeoutSeconds,
      maxAttempts,
    });
  });
  await directory.follow();
  for (const consumer of consumers) consumer.start();
  const metrics = await telemetry.listening;
  return {
    ports: { metrics: metrics ?? 0 },
    async stop() {
      for (const consumer of consumers) consumer.stop();
      directory.stop();
      await telemetry.shutdown();
    },
  };
}
