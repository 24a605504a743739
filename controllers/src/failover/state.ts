import type { Action, ActionOutcome } from './actions.js';
import type { FailoverConfig } from './config.js';
import { freshWatch, type Round, type Watch } from './detection.js';
import type { JournalLine, TriggerName } from './journal.js';
import type { FailoverPhase } from './ports.js';
import type { Run } from './run.js';

export interface FailoverState {
  primary: string;
  epoch: number;
  /** Regions that have taken over; each does so at most once. */
  takenOver: readonly string[];
  watch: Watch;
  /** The failover that is running, or the last one. */
  run: Run | undefined;
}

/** All times are CLOCK_MONOTONIC in ms. */
export type FailoverEvent =
  | { type: 'round'; monotonicMs: number; round: Round }
  | { type: 'start'; monotonicMs: number; trigger: TriggerName; reason: string; to?: string }
  | { type: 'settled'; monotonicMs: number; key: string; attempt: number; outcome: ActionOutcome }
  /** Continue what was running when the controller ended. */
  | { type: 'resume'; monotonicMs: number }
  /** Try again from where a failover failed that cannot be undone. */
  | { type: 'retry'; monotonicMs: number };

export interface Command {
  key: string;
  action: Action;
  attempt: number;
  delayMs: number;
  deadlineMs: number;
}

/** The runner adds the wall clock. */
export type JournalEntry = Omit<JournalLine, 'at'>;

export interface Next {
  state: FailoverState;
  commands: Command[];
  journal: JournalEntry[];
}

export const initialState = (config: FailoverConfig, epoch = 1): FailoverState => ({
  primary: config.primary,
  epoch,
  takenOver: [],
  watch: freshWatch(true),
  run: undefined,
});

export const isRunning = (state: FailoverState): boolean => state.run !== undefined && !state.run.over;

export function phaseOf({ run, watch }: FailoverState): FailoverPhase {
  if (!run || (run.over && watch.armed)) return 'monitoring';
  if (run.over) return run.ending?.as ?? 'failed';
  return run.stage === 'undo' ? 'compensating' : 'failing_over';
}
