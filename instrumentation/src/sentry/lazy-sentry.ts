import type { Event } from '@sentry/node';
import type { DroppedSignal, DropReason } from '../metrics/metric-store.js';
import type { ErrorReport } from './error-report.js';
import type { SentProfile } from './profile.js';
import type { Sentry } from './start-sentry.js';

export interface LazySentryOptions {
  readonly start: () => Promise<Sentry>;
  readonly dropped: (signal: DroppedSignal, reason: DropReason, count?: number) => void;
}

/** Until Sentry is loaded this many errors and transactions wait; more are dropped and counted. */
const maximumWaiting = 100;

/** How long a flush may take, so that a process ends within 5 s of SIGTERM. */
const flushMs = 3000;

/** Keeps what is reported before Sentry is loaded, and hands it on afterwards. */
export class LazySentry {
  readonly #options: LazySentryOptions;
  readonly #waiting: ((sentry: Sentry) => void)[] = [];
  #loading: Promise<void> | undefined;
  #sentry: Sentry | undefined;

  constructor(options: LazySentryOptions) {
    this.#options = options;
  }

  sendError(report: ErrorReport): void {
    this.#send('errors', (sentry) => sentry.sendError(report));
  }

  sendTransaction(event: Event, profile: SentProfile | undefined): void {
    this.#send('transactions', (sentry) => sentry.sendTransaction(event, profile));
  }

  load(): Promise<void> {
    this.#loading ??= this.#options.start().then(
      (sentry) => {
        this.#sentry = sentry;
        for (const send of this.#waiting.splice(0)) send(sentry);
      },
      (error: Error) => {
        this.#options.dropped('errors', 'not_loaded', this.#waiting.splice(0).length);
        process.emitWarning(error);
      },
    );
    return this.#loading;
  }

  async flush(): Promise<void> {
    if (this.#waiting.length > 0) await this.load();
    await this.#sentry?.flush(flushMs);
  }

  async shutdown(): Promise<void> {
    await this.flush();
    await this.#sentry?.close();
  }

  #send(signal: DroppedSignal, send: (sentry: Sentry) => void): void {
    try {
      if (this.#sentry) send(this.#sentry);
      else if (this.#waiting.length < maximumWaiting) this.#waiting.push(send);
      else this.#options.dropped(signal, 'queue_full');
    } catch {
      this.#options.dropped(signal, 'export_failed');
    }
  }
}
