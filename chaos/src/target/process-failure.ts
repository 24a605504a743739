export interface ProcessFailure {
  readonly name: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly lastLines: readonly string[];
  /** True when the run's instruments (not the platform's own parts) are concerned, so that nothing can be judged. */
  readonly instrument: boolean;
}
