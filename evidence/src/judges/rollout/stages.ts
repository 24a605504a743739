import { type ClaimJudge, unmeasured } from '../finding.js';
import { rolloutFacts, totalOf } from './rollout-facts.js';

/** The shares that a good release went through after the canary's. */
export const gradualStages: ClaimJudge = {
  reads: ['rollout'],
  violationStandsDespite: [],
  judge(claim, facts) {
    const { begun, stages, ended } = rolloutFacts(facts);
    if (begun === undefined || ended?.outcome !== 'promoted')
      return unmeasured(claim, 'No release was promoted, so not all stages were seen.');
    const seen = stages.slice(1).map(({ weight }) => Math.round(weight * 1e4) / 100);
    const isIt = JSON.stringify(seen) === JSON.stringify(claim.promised.value);
    return {
      outcome: isIt ? 'held' : 'broken',
      measured: { value: seen, unit: claim.promised.unit },
      reason: `${begun.canary} got ${seen.join(', ')} % of the traffic, one after the other, and then served all of it.`,
      basedOn: [begun, ...stages.map(({ sent }) => sent), ended],
    };
  },
};

/** Nobody was asked: every stage was ended by what the judge made of the measurements. */
export const gradualValidation: ClaimJudge = {
  reads: ['rollout'],
  violationStandsDespite: [],
  judge(claim, facts) {
    const { begun, stages, ended } = rolloutFacts(facts);
    if (begun === undefined || ended?.outcome !== 'promoted')
      return unmeasured(claim, 'No release was promoted, so not all stages were validated.');
    const unseen = stages.filter(({ measured }) => measured.length === 0);
    const isIt = unseen.length === 0 && claim.promised.value === 'automated';
    return {
      outcome: isIt ? 'held' : 'broken',
      measured: { value: unseen.length === 0 ? 'automated' : 'none', unit: claim.promised.unit },
      reason: `Of ${stages.length} stages ${stages.length - unseen.length} ended after the judge had looked at measurements, and nobody was asked.`,
      basedOn: [begun, ...stages.map(({ sent }) => sent), ended],
    };
  },
};

/** What the judge really got to see of the new release. */
export const canaryMetrics: ClaimJudge = {
  reads: ['rollout'],
  violationStandsDespite: [],
  judge(claim, facts) {
    const { begun, measured } = rolloutFacts(facts);
    const promised = Array.isArray(claim.promised.value) ? claim.promised.value.map(String) : [];
    if (begun === undefined || measured.length === 0)
      return unmeasured(claim, 'Nothing was measured of a new release.');
    const known: Readonly<Record<string, boolean>> = {
      error_rate: totalOf(measured, 'canary').requests > 0,
      latency: measured.some(({ canary }) => canary.p99Seconds !== null),
      cpu_usage: measured.some(({ canary, baseline }) => canary.cpu !== null && baseline.cpu !== null),
    };
    const basedOn = [begun, ...measured];
    const missing = promised.filter((metric) => !begun.metrics.includes(metric));
    if (missing.length > 0) {
      return {
        outcome: 'broken',
        measured: { value: begun.metrics, unit: claim.promised.unit },
        reason: `The judge does not look at ${missing.join(', ')}.`,
        basedOn,
      };
    }
    const unknown = promised.filter((metric) => known[metric] !== true);
    if (unknown.length > 0)
      return unmeasured(claim, `Of the new release ${unknown.join(', ')} could not be compared.`, basedOn);
    return {
      outcome: 'held',
      measured: { value: promised, unit: claim.promised.unit },
      reason: `Both revisions were compared by ${promised.join(', ')} in ${measured.length} looks.`,
      basedOn,
    };
  },
};
