/** The clock of a run. `t` is ms since its start; `monotonicMs` is the clock that all processes of the machine share. */
export interface RunClock {
  readonly originMonotonicMs: number;
  monotonicMs(): number;
  /** Resolves after `ms`, or rejects with the signal's reason. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const sinceStart = (clock: RunClock, monotonicMs = clock.monotonicMs()): number =>
  monotonicMs - clock.originMonotonicMs;
