/** Everything the checker knows of one id. */
export interface WriteRecord {
  readonly id: string;
  /** Undefined as long as no invocation was seen: rows can show what nobody wrote. */
  hash: string | undefined;
  attempts: number;
  completions: number;
  /** Attempts that are waiting for their completion. */
  open: number;
  /** Newest epoch that had been announced when the oldest attempt still open was invoked. */
  fenceEpoch: number;
  /** Time of the first acknowledgement. */
  ackedT: number | undefined;
  /** Some attempt ended as `info`. */
  hasInfo: boolean;
  acknowledgedByFencedEpoch: boolean;
  shown: boolean;
  shownFinally: boolean;
  /** The first hash that a read showed before any invocation was seen. */
  shownHash: string | undefined;
  hasWrongHash: boolean;
  hasDuplicateRows: boolean;
  isLost: boolean;
  isMissedByPrimary: boolean;
  hasVanished: boolean;
  /** Number of the newest read that shows it; tells present from absent without a set for every read. */
  shownByRead: number;
}

export function newWriteRecord(id: string): WriteRecord {
  return {
    id,
    hash: undefined,
    attempts: 0,
    completions: 0,
    open: 0,
    fenceEpoch: Number.NEGATIVE_INFINITY,
    ackedT: undefined,
    hasInfo: false,
    acknowledgedByFencedEpoch: false,
    shown: false,
    shownFinally: false,
    shownHash: undefined,
    hasWrongHash: false,
    hasDuplicateRows: false,
    isLost: false,
    isMissedByPrimary: false,
    hasVanished: false,
    shownByRead: -1,
  };
}

export type Outcome = 'acknowledged' | 'unknown' | 'failed' | 'never invoked';

/** Acknowledged if any attempt was; else unknown if any attempt is; else failed. */
export function outcomeOf(write: WriteRecord): Outcome {
  if (write.attempts === 0) return 'never invoked';
  if (write.ackedT !== undefined) return 'acknowledged';
  return write.hasInfo || write.attempts > write.completions ? 'unknown' : 'failed';
}
