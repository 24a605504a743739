import type { Worker } from '@attest/instrumentation/worker';
import { Batcher } from './batcher.js';
import type { Completion, Job, Queue } from './job.js';
import { afterFailure, finalError } from './retry-policy.js';

/** What a job does. Rejects when the attempt failed; `signal` aborts when its time is up. */
export type Effect = (job: Job, signal: AbortSignal) => Promise<Omit<Completion, 'job'>>;

export interface ConsumerOptions {
  readonly queue: Queue;
  readonly effect: Effect;
  readonly worker: Worker<Job>;
  /** Whether this region works now; asked before every claim. */
  readonly active: () => boolean;
  /** Jobs at a time. */
  readonly concurrency: number;
  readonly timeoutSeconds: number;
  readonly maxAttempts: number;
}

/** Long enough for batches that are worth a transaction. */
const pollMs = 500;
/** A third of a lease, so that two renewals may fail. */
const housekeepingMs = 5000;
const maxBatch = 200;

/** Claims jobs in batches, runs them side by side, and completes in one statement what ends together. */
export class Consumer {
  readonly #running = new Set<Job>();
  readonly #completions: Batcher<Completion>;
  readonly #timers = new Set<NodeJS.Timeout>();
  #slotFreed: (() => void) | undefined;
  #stopped = false;

  constructor(private readonly options: ConsumerOptions) {
    this.#completions = new Batcher((batch) => options.queue.complete(batch), maxBatch);
  }

  start(): void {
    void this.#loop();
    this.#timers.add(setInterval(() => void this.keepHouse(), housekeepingMs));
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    this.#slotFreed?.();
  }

  /** Claims once and starts what it got. True when there may be more. */
  async poll(): Promise<boolean> {
    const limit = Math.min(maxBatch, this.options.concurrency - this.#running.size);
    if (limit <= 0 || !this.options.active()) return false;
    const jobs = await this.options.queue.claim(limit);
    for (const job of jobs) void this.#run(job);
    return jobs.length === limit;
  }

  /** Keeps the leases of running jobs, and takes over those of workers that are gone. */
  async keepHouse(): Promise<void> {
    if (!this.options.active()) return;
    try {
      if (this.#running.size > 0) await this.options.queue.renew([...this.#running]);
      await this.options.queue.reclaim();
    } catch {
      // Tried again in a few seconds, before the leases end.
    }
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      const more = await this.poll().catch(() => false);
      if (more || this.#running.size >= this.options.concurrency) await this.#freeSlot();
      else await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  #freeSlot(): Promise<void> {
    if (this.#running.size < this.options.concurrency) return Promise.resolve();
    return new Promise((resolve) => {
      this.#slotFreed = resolve;
    });
  }

  async #run(job: Job): Promise<void> {
    this.#running.add(job);
    try {
      await this.options.worker.run(job, async () => {
        const outcome = await this.#attempt(job);
        await this.#completions.add({ ...outcome, job });
        outcome.committed?.();
      });
    } catch (error) {
      const after = afterFailure(job.attempt, this.options.maxAttempts, error);
      // When this fails, too, the lease ends by itself.
      await this.options.queue.fail(job, String(error), after).catch(() => undefined);
    } finally {
      this.#running.delete(job);
      this.#slotFreed?.();
    }
  }

  async #attempt(job: Job): Promise<Omit<Completion, 'job'>> {
    const { effect, timeoutSeconds, maxAttempts } = this.options;
    // Its last worker was gone before it could say so.
    if (job.attempt > maxAttempts) throw finalError(`All ${maxAttempts} attempts are used up.`);
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const error = new Error(`The job took longer than ${timeoutSeconds} s.`);
        controller.abort(error);
        reject(error);
      }, timeoutSeconds * 1000);
    });
    try {
      return await Promise.race([effect(job, controller.signal), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
