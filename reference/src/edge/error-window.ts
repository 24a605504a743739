/**
 * Requests and errors of the last `seconds`, in buckets of one second. `undefined` where nothing was counted:
 * no traffic is not an error rate of zero.
 */
export class ErrorWindow {
  readonly #buckets: { second: number; requests: number; errors: number }[];

  constructor(seconds: number) {
    // One more than asked for: the current second is not over yet.
    this.#buckets = Array.from({ length: seconds + 1 }, () => ({ second: -1, requests: 0, errors: 0 }));
  }

  count(nowMs: number, error: boolean): void {
    const second = Math.floor(nowMs / 1000);
    const bucket = this.#buckets[second % this.#buckets.length]!;
    if (bucket.second !== second) {
      bucket.second = second;
      bucket.requests = 0;
      bucket.errors = 0;
    }
    bucket.requests += 1;
    if (error) bucket.errors += 1;
  }

  read(nowMs: number, seconds = this.#buckets.length - 1): { requests: number; errors: number } | undefined {
    const oldest = Math.floor(nowMs / 1000) - Math.min(seconds, this.#buckets.length - 1);
    let requests = 0;
    let errors = 0;
    for (const bucket of this.#buckets) {
      if (bucket.second < oldest || bucket.second * 1000 > nowMs) continue;
      requests += bucket.requests;
      errors += bucket.errors;
    }
    return requests === 0 ? undefined : { requests, errors };
  }
}
