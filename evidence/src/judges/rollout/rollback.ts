import { dataLoss } from '../data-loss.js';
import { type ClaimJudge, unmeasured } from '../finding.js';
import { promisedNames, seconds } from '../promise.js';
import { rolloutFacts } from './rollout-facts.js';

/** Vendors deliver at once here; what is still missing after this is not on its way. */
const deliveryPatienceMs = 5000;

/** What the new release has acknowledged is there after it was taken away, and so is everything else. */
export const rollbackDataPreserved: ClaimJudge = {
  ...dataLoss,
  reads: ['rollout', 'history'],
  judge(claim, facts) {
    const { ended, kept } = rolloutFacts(facts);
    const asCount = { ...claim, promised: { op: '=', value: 0, unit: 'writes' } } as const;
    const lost = dataLoss.judge(asCount, facts);
    const { unit } = claim.promised;
    if (lost.outcome === 'broken') return { ...lost, measured: { value: false, unit } };
    if (lost.outcome === 'unmeasured') return { ...lost, measured: { value: null, unit } };
    if (ended?.outcome !== 'rolled-back')
      return unmeasured(claim, 'No release was rolled back, so none could have taken data with it.');
    const writes = ended.canaryWrites;
    if (writes === null || writes === 0) {
      const why = writes === null ? 'It is not known whether' : 'Nobody saw that';
      return unmeasured(claim, `${why} the new release had stored anything.`, [ended]);
    }
    const basedOn = [ended, ...(kept === undefined ? [] : [kept]), ...lost.basedOn];
    if (kept !== undefined && (kept.written < writes || kept.wrong > 0)) {
      return {
        outcome: 'broken',
        measured: { value: false, unit },
        reason: `The release had acknowledged ${writes} writes before it was rolled back; what only it stores is there in ${kept.written} rows, and wrong in ${kept.wrong}.`,
        basedOn,
      };
    }
    const its = kept === undefined ? '' : ` What only it stores is there in ${kept.written} rows.`;
    return {
      outcome: 'held',
      measured: { value: true, unit },
      reason: `The release had acknowledged ${writes} writes before it was rolled back.${its} ${lost.reason}`,
      basedOn,
    };
  },
};

/** Every channel of the catalog was told of the rollback. */
export const rollbackNotification: ClaimJudge = {
  reads: ['rollout', 'notification'],
  violationStandsDespite: ['no-traffic', 'generator-dropped', 'generator-failed'],
  judge(claim, facts) {
    const channels = promisedNames(claim);
    const { begun, ended } = rolloutFacts(facts);
    if (channels === undefined) return unmeasured(claim, 'The promise does not list the channels.');
    if (begun === undefined || ended?.outcome !== 'rolled-back')
      return unmeasured(claim, 'Nothing was rolled back, so there was nothing to tell anybody.');
    const received = channels.map((channel) =>
      facts
        .of('notification')
        .find((each) => each.channel === channel && each.sender === 'rollout' && each.receivedT >= begun.t),
    );
    const reached = channels.filter((_, at) => received[at] !== undefined);
    const missing = channels.filter((_, at) => received[at] === undefined);
    const known = received.filter((each) => each !== undefined);
    const basedOn = [ended, ...known];
    const measured = { value: reached, unit: claim.promised.unit };
    if (missing.length === 0) {
      const times = known.map(({ channel, receivedT }) => `${channel} ${seconds(receivedT - begun.t)}`);
      return {
        outcome: 'held',
        measured,
        reason: `All ${channels.length} channels were told: ${times.join(', ')} after the rollout began. "${known[0]?.summary}"`,
        basedOn,
      };
    }
    const newestT = facts.evidence.reduce((newest, { t }) => Math.max(newest, t), 0);
    if (newestT - ended.t < deliveryPatienceMs)
      return unmeasured(claim, `The run ended too early to say so of ${missing.join(', ')}.`, basedOn);
    return {
      outcome: 'broken',
      measured,
      reason: `Nothing about the rollback reached ${missing.join(', ')}.`,
      basedOn,
    };
  },
};
