import type { ActionOutcome } from '../actions.js';
import type { DatabasePosition } from '../ports.js';
import type { Replication } from '../promotion.js';
import type { SharedAction } from '../shared-actions.js';
import type { FailbackFailure, FailbackRefusal } from './reasons.js';

/** What a failback goes through, in this order; seeding is passed over where the old primary is a standby already. */
export const failbackStages = [
  'check-current',
  'fence-old',
  'inspect',
  'seed',
  'inspect-seeded',
  'attach',
  'synchronise',
  'catch-up',
  'switchover',
  'fence-former',
  'seed-former',
  'attach-former',
  'synchronise-again',
  'notify',
] as const;

export type FailbackStage = (typeof failbackStages)[number];

export type FailbackAction =
  | { kind: 'refuse-writes'; region: string }
  | { kind: 'position'; region: string }
  | { kind: 'seed'; region: string; upstream: string }
  /** Until the region has all that `upstream` had when it was asked for. */
  | { kind: 'catch-up'; region: string; upstream: string }
  /** A planned failover, by the machine that does all failovers: from the current primary to the old one. */
  | { kind: 'switchover'; from: string; to: string }
  | SharedAction;

export interface FailbackConfig {
  readonly platform: string;
  /** The region that was primary before the failover and shall be again. */
  readonly old: string;
  /** The region that has taken over. */
  readonly current: string;
  readonly forkLsn: string | undefined;
  /** The replication of the catalog, which holds again afterwards. */
  readonly replication: Replication;
  readonly channels: readonly string[];
  readonly hasSeeder: boolean;
  readonly discardUnreplicated: boolean;
}

export type FailbackEnding =
  | { as: 'completed' }
  | { as: 'refused'; reason: FailbackRefusal; detail: string }
  | { as: 'failed'; reason: FailbackFailure; detail: string };

/** Plain data: the checkpoint from which an interrupted failback goes on. */
export interface FailbackState {
  readonly id: string;
  readonly stage: FailbackStage;
  readonly pending: readonly FailbackAction[];
  readonly epoch: number;
  readonly remarks: readonly string[];
  readonly ending?: FailbackEnding;
  readonly over: boolean;
}

export type FailbackOutcome = { readonly action: FailbackAction; readonly outcome: ActionOutcome };

/** One line of a failback's journal (JSON lines, append-only). Lines of the switchover are those of a failover, in `line`. */
export type FailbackLine =
  | { at: string; event: 'stage'; checkpoint: FailbackState }
  | {
      at: string;
      event: 'settled';
      action: string;
      outcome: 'done' | 'failed' | 'timed-out';
      detail?: string;
    }
  | { at: string; event: 'switchover'; line: unknown };

export const isPosition = (value: unknown): value is DatabasePosition =>
  typeof value === 'object' && value !== null && 'flushedLsn' in value;
