import { type Action, actionKey } from './actions.js';
import type { Run } from './run.js';
import type { JournalEntry } from './state.js';

/** The line for an action that is started, or settled. */
export function actionLine(
  run: Run,
  action: Action,
  monotonicMs: number,
  what: { outcome: string; detail?: string | undefined },
): JournalEntry {
  return {
    monotonicMs,
    event: 'action',
    ...(run.step && { step: run.step }),
    action: actionKey(action),
    trigger: run.trigger,
    epoch: run.epoch,
    ...('region' in action && { region: action.region }),
    outcome: what.outcome,
    ...(what.detail !== undefined && { detail: what.detail }),
  };
}

/** What an action answered, for the journal's `detail`. */
export function describe(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value)
    .map(([name, it]) => `${name} ${it}`)
    .join(', ');
}
