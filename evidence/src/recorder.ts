import type { Evidence, EvidenceBody } from './evidence.js';

/** A file that is only ever appended to. `append` is all or nothing: a line that does not fit leaves no trace. */
export interface AppendFile {
  append(text: string): void;
  /** Returns once everything appended would survive a crash of the machine. */
  flush(): void;
  close(): void;
}

export interface RecorderClock {
  /** CLOCK_MONOTONIC in ms at the run's start. */
  readonly originMonotonicMs: number;
  monotonicMs(): number;
  now(): Date;
}

export interface RecordOptions {
  /** When it happened, in ms since the run's start; now unless given. */
  readonly t?: number;
  /** The line must survive a crash: intents, before anything is injected. */
  readonly flush?: boolean;
}

/**
 * Writes what a run sees, a line at a time and in order: lines are written before `record` returns its promise, which
 * resolves to the line's number, counted from 1, and rejects with an EvidenceError when the line could not be kept.
 */
export class Recorder {
  readonly #file: AppendFile;
  readonly #clock: RecorderClock;
  #lines = 0;

  constructor(file: AppendFile, clock: RecorderClock) {
    this.#file = file;
    this.#clock = clock;
  }

  async record(body: EvidenceBody, { t, flush = false }: RecordOptions = {}): Promise<number> {
    const happened = t ?? this.#clock.monotonicMs() - this.#clock.originMonotonicMs;
    const { kind, ...rest } = body;
    const line = {
      kind,
      t: Math.round(happened * 1000) / 1000,
      at: this.#clock.now().toISOString(),
      ...rest,
    };
    this.#file.append(`${JSON.stringify(line satisfies Pick<Evidence, 'kind' | 't' | 'at'>)}\n`);
    this.#lines += 1;
    if (flush || (body.kind === 'fault' && body.phase === 'intent')) this.#file.flush();
    return this.#lines;
  }

  close(): void {
    this.#file.close();
  }
}
