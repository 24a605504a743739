/** Everything that can go wrong with the bed itself, as opposed to what it is there to show. */
export type BedErrorCode =
  | 'not-built'
  | 'program-missing'
  | 'program-refused'
  | 'program-not-started'
  | 'program-exited'
  | 'program-not-ready'
  | 'process-not-stopped'
  | 'ledger-not-writable'
  | 'run-ended'
  | 'disk-full'
  | 'port-taken'
  | 'no-unprivileged-user'
  | 'directory-closed'
  | 'database-not-initialized'
  | 'database-not-ready'
  | 'database-not-stopped'
  | 'replication-not-ready'
  | 'promotion-failed'
  | 'link-unknown'
  | 'link-exists'
  | 'links-not-ready'
  | 'links-refused'
  | 'name-not-resolved'
  | 'queue-unavailable'
  | 'program-misconfigured'
  | 'bed-not-ready'
  | 'region-unknown'
  | 'no-primary'
  | 'interrupted';

export interface BedErrorDetails {
  readonly code: BedErrorCode;
  /** What happened, where, and why as far as it is known. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly fix: string;
  readonly cause?: unknown;
}

/** The one error class of this package. */
export class BedError extends Error {
  override readonly name = 'BedError';
  readonly code: BedErrorCode;
  readonly fix: string;

  constructor(details: BedErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.fix = details.fix;
  }
}
