export type TelemetryErrorCode =
  | 'invalid-configuration'
  | 'unknown-metric'
  | 'wrong-metric-type'
  | 'metrics-port-unavailable'
  | 'traces-already-registered'
  | 'invalid-target'
  | 'not-registered';

/** Thrown while telemetry is being set up, never while it observes. */
export class TelemetryError extends Error {
  override readonly name = 'TelemetryError';
  readonly code: TelemetryErrorCode;
  /** What to do about it. */
  readonly fix: string;
  /** Every problem found, one sentence each. */
  readonly problems: readonly string[];

  constructor(
    code: TelemetryErrorCode,
    message: string,
    options: { fix: string; problems?: readonly string[]; cause?: unknown },
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.fix = options.fix;
    this.problems = options.problems ?? [message];
  }
}
