import { type ClaimJudge, type Finding, unmeasured } from '../finding.js';
import { rolloutFacts, type StageSeen } from './rollout-facts.js';

/**
 * What the other environment still had when the traffic was switched is answered within 2 s, and counted by a scrape at most 5 s
 * later: only what was measured from then on says where the traffic goes.
 */
const settledAfterMs = 7000;

/**
 * Two environments that are alike, of which either serves everything as soon as it is told to. Acknowledged writes are counted by
 * the instances that answered them: reads are also asked for by those who watch, past the edge.
 */
export const blueGreen: ClaimJudge = {
  reads: ['rollout'],
  violationStandsDespite: ['generator-dropped', 'interrupted'],
  judge(claim, facts): Finding {
    const { begun, deployed, stages } = rolloutFacts(facts);
    const there = stages.find(({ weight }) => weight > 0);
    if (begun === undefined || there === undefined)
      return unmeasured(claim, 'No traffic was switched to another environment.');
    if (deployed === undefined)
      return unmeasured(claim, 'Nobody counted the instances of the two environments.', [begun]);
    const { baseline: blue, canary: green } = deployed;
    const unit = claim.promised.unit;
    if (blue.instances !== green.instances || green.ready !== blue.ready) {
      return {
        outcome: 'broken',
        measured: { value: false, unit },
        reason: `The environments are not alike: ${begun.baseline} has ${blue.ready} of ${blue.instances} instances ready, ${begun.canary} ${green.ready} of ${green.instances}.`,
        basedOn: [deployed],
      };
    }
    const back = stages.find(({ weight, sent }) => weight === 0 && sent.line > there.sent.line);
    if (back === undefined)
      return unmeasured(claim, `The traffic was switched to ${begun.canary}, and nobody saw it come back.`, [
        deployed,
        there.sent,
      ]);
    const switches = [
      { to: begun.canary, ...served(there, 'canary') },
      { to: begun.baseline, ...served(back, 'baseline') },
    ];
    const basedOn = [deployed, there.sent, back.sent, ...switches.flatMap(({ lines }) => lines)];
    const partial = switches.find(({ elsewhere }) => elsewhere > 0);
    if (partial !== undefined) {
      const { to, elsewhere, there: inPlace } = partial;
      return {
        outcome: 'broken',
        measured: { value: false, unit },
        reason: `The edge was told to send everything to ${to}, and ${elsewhere} of ${elsewhere + inPlace} writes were still acknowledged by the other environment ${settledAfterMs / 1000} s later.`,
        basedOn,
      };
    }
    const silent = switches.find(({ there: inPlace }) => inPlace === 0);
    if (silent !== undefined)
      return unmeasured(claim, `Nobody saw a write that was acknowledged by ${silent.to}.`, basedOn);
    const [toGreen, toBlue] = switches;
    return {
      outcome: 'held',
      measured: { value: true, unit },
      reason: `Both environments have ${blue.ready} instances. Switched there, ${begun.canary} acknowledged all ${toGreen?.there} writes; switched back, ${begun.baseline} all ${toBlue?.there}.`,
      basedOn,
    };
  },
};

function served({ sent, measured }: StageSeen, revision: 'canary' | 'baseline') {
  const lines = measured.filter(({ t, seconds }) => t - seconds * 1000 >= sent.t + settledAfterMs);
  const other = revision === 'canary' ? 'baseline' : 'canary';
  const total = (of: 'canary' | 'baseline') => lines.reduce((sum, line) => sum + line[of].writes, 0);
  return { lines, there: total(revision), elsewhere: total(other) };
}
