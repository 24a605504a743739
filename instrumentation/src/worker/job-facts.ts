/** What metrics need to know of a job; what is undefined is not known. */
export interface JobFacts {
  /** When the job could first run, in ms since the epoch. */
  readonly runnableAtMs?: number | undefined;
  /** The number of this attempt, from 1. */
  readonly attempt?: number | undefined;
  readonly maximumAttempts?: number | undefined;
}

/** The fields of BullMQ's and pg-boss' jobs that are read. */
interface KnownJob {
  // BullMQ 5: https://api.docs.bullmq.io/classes/v5.Job.html
  readonly timestamp?: unknown;
  readonly delay?: unknown;
  readonly attemptsMade?: unknown;
  readonly opts?: { readonly attempts?: unknown };
  // pg-boss 10, JobWithMetadata
  readonly createdOn?: unknown;
  readonly startAfter?: unknown;
  readonly retryCount?: unknown;
  readonly retryLimit?: unknown;
}

/** Reads jobs that look like BullMQ's or pg-boss'; anything else has no known facts. */
export function jobFacts(job: unknown): JobFacts {
  if (typeof job !== 'object' || job === null) return {};
  const known = job as KnownJob;
  if (typeof known.attemptsMade === 'number') {
    const attempts = known.opts?.attempts;
    return {
      runnableAtMs:
        typeof known.timestamp === 'number' ? known.timestamp + (number(known.delay) ?? 0) : undefined,
      attempt: known.attemptsMade + 1,
      // BullMQ tries once unless told otherwise.
      maximumAttempts: typeof attempts === 'number' && attempts > 0 ? attempts : 1,
    };
  }
  if (typeof known.retryCount === 'number') {
    const limit = number(known.retryLimit);
    const created = dateMs(known.createdOn);
    return {
      runnableAtMs:
        created === undefined ? undefined : Math.max(created, dateMs(known.startAfter) ?? created),
      attempt: known.retryCount + 1,
      maximumAttempts: limit === undefined ? undefined : limit + 1,
    };
  }
  return {};
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function dateMs(value: unknown): number | undefined {
  const ms =
    value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
