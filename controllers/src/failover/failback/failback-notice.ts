import type { Notice } from '../ports.js';
import type { FailbackConfig, FailbackState } from './failback-state.js';
import { failbackGuidance } from './reasons.js';

/** What the stakeholders are told of a failback, however it ends. */
export function failbackNotice(state: FailbackState, { old, current }: FailbackConfig): Notice {
  const ending = state.ending ?? { as: 'completed' };
  const summary = {
    completed: `Failback completed: ${old} is primary again, ${current} has given back`,
    refused: `Failback refused: ${current} stays primary`,
    failed: `Failback failed: ${current} to ${old}`,
  }[ending.as];
  const lines =
    ending.as === 'completed'
      ? []
      : [`Reason: ${ending.detail}`, `What to do: ${failbackGuidance[ending.reason]}`];
  return {
    dedupKey: state.id,
    severity: ending.as === 'completed' ? 'info' : 'warning',
    outcome: ending.as,
    trigger: 'maintenance',
    from: current,
    to: old,
    epoch: state.epoch,
    summary,
    body: [...lines, ...state.remarks.map((text) => `Note: ${text}`)].join('\n') || 'Nothing is left to do.',
  };
}
