import { drillDeadlineSeconds } from '../../drill-facts.js';
import { longestPeriodSeconds } from '../../longest-period.js';
import type { Frequency } from '../../schema/index.js';
import { type Check, entries } from '../valid-parts.js';

const daySeconds = 24 * 3600;

/** A drill is told of once, by a sample; when it is due again that sample must still be kept, or the drill looks missed. */
export const drills: Check = (parts) => {
  const retentionDays = parts.monitoring?.retentionDays;
  if (retentionDays === undefined) return [];
  return entries(parts.drills).flatMap(([i, { experiment, frequency }]) => {
    if (frequency === undefined) return [];
    const neededDays = deadlineDays(frequency);
    if (neededDays <= retentionDays) return [];
    const rarest = rarestWithin(retentionDays);
    const keepLonger = `keep metrics for ${neededDays} days or more (monitoring.retentionDays)`;
    return [
      {
        code: 'inconsistent',
        path: `drills[${i}].frequency`,
        what: `${experiment ?? 'the drill'} is practised ${frequency}, so that ${neededDays} days may pass before it counts as missed, and metrics are kept for ${retentionDays}`,
        why: 'drill_missed would not find the sample of the last drill any more, and would fire although it took place',
        fix: rarest === undefined ? keepLonger : `practise it ${rarest} at least, or ${keepLonger}`,
      },
    ];
  });
};

const deadlineDays = (frequency: Frequency): number =>
  Math.ceil((drillDeadlineSeconds({ frequency }) / daySeconds) * 100) / 100;

/** `undefined`: metrics are kept for too short a time for any. */
function rarestWithin(days: number): Frequency | undefined {
  const frequencies = Object.keys(longestPeriodSeconds) as Frequency[];
  return frequencies.findLast((frequency) => deadlineDays(frequency) <= days);
}
