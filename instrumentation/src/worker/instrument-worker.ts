import { errorType } from '../error-type.js';
import type { Telemetry } from '../telemetry.js';
import { type JobFacts, jobFacts } from './job-facts.js';

export interface WorkerOptions<Job = never> {
  readonly queue: string;
  /** For jobs that are neither BullMQ's nor pg-boss'. */
  readonly describe?: (job: Job) => JobFacts;
  readonly clock?: { nowMs(): number };
}

export interface Worker<Job> {
  /** Runs one attempt at a job. Job, result and error pass through unchanged. */
  run<J extends Job, R>(job: J, handler: (job: J) => R | Promise<R>): Promise<R>;
}

/** Duration, outcome, wait, retries and dead letters of the jobs of one queue. */
// biome-ignore lint/suspicious/noExplicitAny: without `describe` any job is accepted
export function instrumentWorker<Job = any>(telemetry: Telemetry, options: WorkerOptions<Job>): Worker<Job> {
  const { queue, describe = jobFacts } = options;
  const nowMs = options.clock?.nowMs ?? Date.now;
  const duration = telemetry.histogram('messaging_process_duration_seconds');
  const wait = telemetry.histogram('queue_wait_seconds');
  const retries = telemetry.counter('queue_retries_total');
  const deadLetters = telemetry.counter('queue_dead_letter_total');
  // Both exist from the start, so that the first one is seen as an increase.
  retries.inc({ queue }, 0);
  deadLetters.inc({ queue }, 0);

  const failed = (facts: JobFacts, error: unknown): void => {
    const { attempt, maximumAttempts } = facts;
    // BullMQ's way of saying that another attempt would be useless.
    const final = error instanceof Error && error.name === 'UnrecoverableError';
    if (final) deadLetters.inc({ queue });
    else if (attempt === undefined || maximumAttempts === undefined) return;
    else if (attempt >= maximumAttempts) deadLetters.inc({ queue });
    else retries.inc({ queue });
  };

  return {
    async run(job, handler) {
      const facts = describe(job);
      const startMs = nowMs();
      const { attempt = 1, runnableAtMs } = facts;
      if (attempt === 1 && runnableAtMs !== undefined) {
        wait.observe({ queue }, Math.max(0, startMs - runnableAtMs) / 1000);
      }
      const observe = (outcome: 'success' | 'failure', error: string): void =>
        duration.observe(
          { messaging_destination_name: queue, outcome, error_type: error },
          Math.max(0, nowMs() - startMs) / 1000,
        );
      telemetry.lifecycle.begin();
      try {
        const result = await handler(job);
        observe('success', '');
        return result;
      } catch (error) {
        observe('failure', errorType(error));
        failed(facts, error);
        throw error;
      } finally {
        telemetry.lifecycle.end();
      }
    },
  };
}
