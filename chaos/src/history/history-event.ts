import type { WalAccount, WalReceipt } from './wal/receipt.js';

/**
 * A history is what the clients of a platform saw while it was disturbed: one JSON object a line, `t` in ms on one
 * monotonic clock, never going back. It is what `attest replay history` reads.
 */
export type HistoryEvent =
  | InvokeEvent
  | OkEvent
  | FailEvent
  | InfoEvent
  | FaultEvent
  | EpochEvent
  | ReadEvent
  | WalEvent
  | EffectsEvent;

/** Written before the request is sent. The same id again, with the same hash, is a retry of the same write. */
export interface InvokeEvent {
  readonly t: number;
  readonly op: 'invoke';
  readonly id: string;
  readonly hash: string;
  /** What is to happen once it is acknowledged, by kind, e.g. `job` or `webhook`. */
  readonly effects?: readonly string[];
}

/** Acknowledged, by the primary of this epoch. */
export interface OkEvent {
  readonly t: number;
  readonly op: 'ok';
  readonly id: string;
  readonly epoch: number;
  readonly region: string;
  /** Where the database says that it stands. */
  readonly wal?: WalReceipt;
}

/** Definitely not applied. */
export interface FailEvent {
  readonly t: number;
  readonly op: 'fail';
  readonly id: string;
}

/** Nobody knows: a timeout, a broken connection, a 5xx that may have come after the commit. */
export interface InfoEvent {
  readonly t: number;
  readonly op: 'info';
  readonly id: string;
}

export interface FaultEvent {
  readonly t: number;
  readonly op: 'fault';
  readonly fault: string;
  readonly phase: 'intent' | 'effective' | 'undone';
}

/** A new primary takes over; older epochs are fenced from here on. */
export interface EpochEvent {
  readonly t: number;
  readonly op: 'epoch';
  readonly epoch: number;
  readonly region: string;
}

/** Everything that a node's database showed; sent at `t`, complete at `done` (default `t`). */
export interface ReadEvent {
  readonly t: number;
  readonly done?: number;
  readonly op: 'read';
  readonly node: string;
  /** Taken after the end, with the node past everything that was acknowledged. Default false. */
  readonly final?: boolean;
  readonly rows: readonly HistoryRow[];
}

export interface HistoryRow {
  readonly id: string;
  readonly hash: string;
  /** How many rows carry this id; 1 unless something is wrong. */
  readonly count: number;
}

/** What a node's database says of its own log, taken after everything that was acknowledged. */
export interface WalEvent extends WalAccount {
  readonly t: number;
  readonly op: 'wal';
}

/**
 * Everything of one kind that acknowledged writes have brought about outside the database until `t`: jobs done, webhooks
 * received, charges made, images generated.
 */
export interface EffectsEvent {
  readonly t: number;
  readonly op: 'effects';
  readonly kind: string;
  /** Taken once nothing was left to do. Default false. */
  readonly final?: boolean;
  /** Nobody can keep it from being repeated, since its receiver knows no idempotency key: repetitions are only counted. Default false. */
  readonly atLeastOnce?: boolean;
  readonly rows: readonly EffectRow[];
}

export interface EffectRow {
  readonly id: string;
  /** How often it took effect: what the receiver can tell to be the same (by its idempotency key) counts once. */
  readonly count: number;
}
