/** A job that this worker has for as long as its lease lasts. */
export interface Job {
  readonly id: string;
  readonly queue: string;
  /** `schema.name` of the resource that it is about. */
  readonly resource: string;
  readonly resourceId: string;
  /** The number of this attempt, from 1; also tells one lease from the next. */
  readonly attempt: number;
  /** When it could first run, in ms since the epoch. */
  readonly runnableAtMs: number;
}

/** What a job has done. */
export interface Completion {
  readonly job: Job;
  /** The resource's status from now on; without it the resource stays as it is. */
  readonly status?: 'processed' | 'succeeded';
  readonly result?: string;
  /** Called once all this is committed. */
  readonly committed?: () => void;
}

/** What happens to a job whose attempt failed. */
export type AfterFailure =
  | { readonly kind: 'retry'; readonly delaySeconds: number }
  | { readonly kind: 'dead' };

/** A queue as its workers see it. Every method rejects when the database does not answer; leases then expire by themselves. */
export interface Queue {
  /** The oldest jobs that can run, at most so many, each leased to this worker alone. */
  claim(limit: number): Promise<readonly Job[]>;
  /** Ignores jobs whose lease went to somebody else. */
  complete(completions: readonly Completion[]): Promise<void>;
  fail(job: Job, error: string, after: AfterFailure): Promise<void>;
  renew(jobs: readonly Job[]): Promise<void>;
  /** Makes jobs of workers that are gone run again. */
  reclaim(): Promise<void>;
}
