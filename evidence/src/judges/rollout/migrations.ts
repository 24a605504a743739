import { defectKinds } from '../defects.js';
import { type ClaimJudge, type Finding, unmeasured } from '../finding.js';
import { type LineOf, type RolloutFacts, rolloutFacts, totalOf } from './rollout-facts.js';

/**
 * The tables are changed while the old revision serves, so it must be able to go on with them: nothing that it asks is refused because
 * of them, and they are made narrower only when nothing of it is connected any more.
 */
export const compatibleMigrations: ClaimJudge = {
  reads: ['rollout'],
  // What the database refused it has refused, whatever became of the run.
  violationStandsDespite: defectKinds,
  judge(claim, facts): Finding {
    const { unit } = claim.promised;
    const rollout = rolloutFacts(facts);
    const { migrated, refused } = rollout;
    const expanded = migrated.find(({ step }) => step === 'expand');
    if (expanded === undefined) return unmeasured(claim, 'No table was changed for a new release.');
    const what = expanded.statements.join('; ');
    const early = contractedEarly(rollout);
    if (early !== undefined) {
      return {
        outcome: 'broken',
        measured: { value: false, unit },
        reason: `The tables were made narrower (${early.statements.join('; ')}) while the old revision was in use, with ${early.oldConnections} connections to the database.`,
        basedOn: [expanded, early],
      };
    }
    if (refused === undefined || refused.baseline === null)
      return unmeasured(claim, `After ${what} nobody could count what the database refused.`, [expanded]);
    const statements = refused.baseline + (refused.canary ?? 0);
    if (statements > 0) {
      const who = refused.baseline > 0 ? 'old' : 'new';
      return {
        outcome: 'broken',
        measured: { value: false, unit },
        reason: `After ${what} the database refused ${statements} statements of the ${who} revision because of its tables.`,
        basedOn: [expanded, refused],
      };
    }
    const { requests } = totalOf(
      rollout.measured.filter(({ line }) => line > expanded.line),
      'baseline',
    );
    if (requests === 0 || expanded.oldConnections === 0)
      return unmeasured(claim, `After ${what} nobody saw the old revision in use.`, [expanded, refused]);
    const contracted = migrated.find(({ step }) => step === 'contract');
    const afterwards =
      contracted === undefined
        ? 'They were not made narrower.'
        : `They were made narrower (${contracted.statements.join('; ')}) once nothing of it was connected.`;
    return {
      outcome: 'held',
      measured: { value: true, unit },
      reason: `After ${what} (${expanded.seconds.toFixed(2)} s) the old revision, with ${expanded.oldConnections} connections, served ${requests} requests, and the database refused none of its statements. ${afterwards}`,
      basedOn: [expanded, refused, ...(contracted === undefined ? [] : [contracted])],
    };
  },
};

function contractedEarly({ migrated, retired }: RolloutFacts): LineOf<'migrated'> | undefined {
  return migrated.find(
    ({ step, line, oldConnections }) =>
      step === 'contract' &&
      (oldConnections > 0 || !retired.some((each) => each.revision === 'baseline' && each.line < line)),
  );
}
