import { stepNames } from './journal.js';
import type { Notice } from './ports.js';
import { guidance } from './reasons.js';
import type { Run } from './run.js';

/** What stakeholders are told at the end of a failover, however it ends. */
export function noticeOf(run: Run): Notice {
  const ending = run.ending ?? { as: 'completed' };
  const { from, to, epoch, trigger } = run;
  const summary = {
    completed: `Failover completed: ${to} has taken over from ${from} (${trigger}, epoch ${epoch})`,
    refused: `Failover refused: ${to} does not take over from ${from} (${trigger})`,
    failed: `Failover failed: ${from} to ${to} (${trigger})`,
  }[ending.as];
  const lines = [`Trigger: ${run.detail}`];
  if (ending.as !== 'completed')
    lines.push(`Reason: ${ending.detail}`, `What to do: ${guidance[ending.reason]}`);
  for (const step of stepNames) {
    const seconds = run.stepSeconds[step];
    if (seconds !== undefined) lines.push(`${step}: ${seconds.toFixed(1)} s`);
  }
  lines.push(...run.remarks.map((remark) => `Note: ${remark}`));
  return {
    dedupKey: run.id,
    severity: 'critical',
    outcome: ending.as,
    trigger,
    from,
    to,
    epoch,
    summary,
    body: lines.join('\n'),
  };
}
