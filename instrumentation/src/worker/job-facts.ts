/** What metrics need to know of a job; what is undefined is not known. */
export interface JobFacts {
  /** When the job could first run, in ms since the epoch. */
  readonly runnableAtMs?: number | undefined;
  /** The number of this attempt, from 1. */
  readonly attempt?: number | undefined;
  readonly maximumAttempts?: number | undefined;
  /** W3C context of the span that asked for the job. */
  readonly traceparent?: string | undefined;
}

/** The fields of BullMQ's and pg-boss' jobs that are read. */
interface KnownJob {
  // BullMQ 5: https://api.docs.bullmq.io/classes/v5.Job.html
  readonly timestamp?: unknown;
  readonly delay?: unknown;
  readonly attemptsMade?: unknown;
  readonly opts?: { readonly attempts?: unknown; readonly telemetry?: { readonly metadata?: unknown } };
  readonly data?: unknown;
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
  const traceparent = traceparentOf(known);
  if (typeof known.attemptsMade === 'number') {
    const attempts = known.opts?.attempts;
    return {
      runnableAtMs:
        typeof known.timestamp === 'number' ? known.timestamp + (number(known.delay) ?? 0) : undefined,
      attempt: known.attemptsMade + 1,
      // BullMQ tries once unless told otherwise.
      maximumAttempts: typeof attempts === 'number' && attempts > 0 ? attempts : 1,
      traceparent,
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
      traceparent,
    };
  }
  return { traceparent };
}

/** In the job's data, where `currentTraceparent` puts it, or where BullMQ's own telemetry does, as a JSON carrier. */
function traceparentOf({ data, opts }: KnownJob): string | undefined {
  const own = (data as { traceparent?: unknown } | undefined | null)?.traceparent;
  if (typeof own === 'string') return own;
  const metadata = opts?.telemetry?.metadata;
  return typeof metadata === 'string' ? /"traceparent":"([0-9a-f-]+)"/.exec(metadata)?.[1] : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function dateMs(value: unknown): number | undefined {
  const ms =
    value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
