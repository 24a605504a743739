import { decimal } from './decimal.js';
import type { Rule } from './finding.js';

/** A bad revision is bad in every region that runs it; moving the traffic helps nobody and moves the database. */
export const failoverOnABadRelease: Rule = {
  id: 'failover-on-a-bad-release',
  title: 'A release that fails must not start a failover',
  check({ failover, monitoring, delivery }) {
    const { canary, gradual } = delivery;
    const index = failover.automatic.indexOf('high_error_rate');
    const rule = monitoring.rules.find(({ indicator }) => indicator === 'error_rate');
    if (index < 0 || rule === undefined || canary === undefined) return [];
    const stages = [canary.percent, ...(gradual?.stagesPercent ?? [100])];
    const first = stages.find((percent) => percent / 100 > rule.threshold);
    if (first === undefined) return [];
    const judgedAfterMinutes = (gradual?.durationPerStageSeconds ?? canary.durationSeconds) / 60;
    return [
      {
        path: `failover.automatic[${index}]`,
        section: failover.section,
        message: `a revision that fails every request starts a failover from the stage of ${first} % on, before its stage is judged; the other region runs, or is about to run, the same revision`,
        arithmetic: `${first} % of the traffic × 100 % errors = ${decimal(first)} % > ${decimal(rule.threshold * 100)} %; failover after ${failover.detectionSeconds} s < ${decimal(judgedAfterMinutes * 60)} s until the stage is judged`,
        remedy:
          'roll back first: let the error rate start a failover only where the other regions are well with the same revision, and hold failovers of this trigger while a release is under way',
        sources: [],
      },
    ];
  },
};
