import type { Action, ActionOutcome } from './actions.js';
import type { StepName, TriggerName } from './journal.js';
import type { DatabasePosition } from './ports.js';
import type { FailureReason, RefusalReason } from './reasons.js';

/** What a failover goes through, in this order, unless a stage says otherwise. */
const stageNames = [
  'scale-takeover',
  'check-takeover',
  'freeze-standbys',
  'catch-up',
  'read-dns',
  'point-dns',
  'fence',
  'set-synchronous-standbys',
  'hold-writes',
  'promote',
  'inspect-candidate',
  'follow',
  'write-epoch',
  'release-writes',
  'confirm-edge',
  'undo',
  'notify',
] as const;

export type StageName = (typeof stageNames)[number];

export interface Pending {
  action: Action;
  attempt: number;
}

export type Ending =
  | { as: 'completed' }
  | { as: 'refused'; reason: RefusalReason; detail: string }
  | { as: 'failed'; reason: FailureReason; detail: string; retryFrom?: StageName };

/** One failover, from its trigger to its end. Plain data: it is the checkpoint from which a restarted controller goes on. */
export interface Run {
  /** Identifies it in notices. */
  id: string;
  trigger: TriggerName;
  detail: string;
  from: string;
  to: string;
  epoch: number;
  stage: StageName;
  step: StepName | undefined;
  stepStartedMs: number;
  stepSeconds: Partial<Record<StepName, number>>;
  pending: Readonly<Record<string, Pending>>;
  /** What came of the actions of this stage that are over. */
  settled: Readonly<Record<string, Settled>>;
  heard: Readonly<Record<string, DatabasePosition>>;
  caughtUp: boolean;
  frozen: boolean;
  fenced: boolean;
  promoted: boolean;
  previousDns: Readonly<Record<string, string>>;
  dnsTouched: boolean;
  /** Things a person should know although they did not stop it. */
  remarks: readonly string[];
  /** How it will end (while undoing and notifying), or has ended. */
  ending: Ending | undefined;
  over: boolean;
}

export interface Settled {
  action: Action;
  outcome: ActionOutcome;
}

/** The settled actions of one kind. */
export const settledOf = (run: Run, kind: Action['kind']): Settled[] =>
  Object.values(run.settled).filter(({ action }) => action.kind === kind);
