import type { Session } from 'node:inspector';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import type { DropReason } from '../metrics/metric-store.js';
import { type SentProfile, sentryProfile } from './profile.js';

export interface ProfilesOptions {
  /** Share of the recorded transactions that are profiled. */
  readonly ratio: number;
  readonly release: string | undefined;
  readonly environment: string;
  readonly dropped: (reason: DropReason, count: number) => void;
  /** Opened with the first profile. */
  readonly openSession: () => Session;
  readonly random?: () => number;
  readonly nowMs?: () => number;
}

/** Starting V8's profiler stops the process for tens of milliseconds, so that an instance takes at most one profile in this time. */
const shortestPauseMs = 60_000;

/** Profiles some of the recorded transactions, one at a time. */
export class Profiles {
  readonly #options: ProfilesOptions;
  readonly #random: () => number;
  readonly #nowMs: () => number;
  #session: Session | undefined;
  #running: ReadableSpan | undefined;
  #lastStartMs = Number.NEGATIVE_INFINITY;

  constructor(options: ProfilesOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
    this.#nowMs = options.nowMs ?? (() => performance.now());
  }

  start(span: ReadableSpan): void {
    if (this.#random() >= this.#options.ratio) return;
    const nowMs = this.#nowMs();
    if (this.#running || nowMs - this.#lastStartMs < shortestPauseMs) {
      this.#options.dropped('rate_limited', 1);
      return;
    }
    this.#lastStartMs = nowMs;
    this.#running = span;
    this.#open().post('Profiler.start');
  }

  end(span: ReadableSpan): SentProfile | undefined {
    if (this.#running !== span) return undefined;
    this.#running = undefined;
    let sent: SentProfile | undefined;
    // The session of a thread with itself answers before post() returns.
    this.#session?.post('Profiler.stop', (error, stopped) => {
      if (error) return;
      const { release, environment } = this.#options;
      const [seconds, nanoseconds] = span.startTime;
      sent = sentryProfile(stopped.profile, {
        name: span.name,
        traceId: span.spanContext().traceId,
        release,
        environment,
        startedAt: new Date(seconds * 1000 + nanoseconds / 1e6),
      });
    });
    return sent;
  }

  close(): void {
    this.#session?.disconnect();
    this.#session = undefined;
    this.#running = undefined;
  }

  #open(): Session {
    if (!this.#session) {
      this.#session = this.#options.openSession();
      this.#session.connect();
      this.#session.post('Profiler.enable');
      // 10 ms, 100 a second, as Sentry's own profiler.
      this.#session.post('Profiler.setSamplingInterval', { interval: 10_000 });
    }
    return this.#session;
  }
}
