import { type ClaimJudge, type Finding, unmeasured } from '../finding.js';
import { type RolloutFacts, rolloutFacts, type StageSeen } from './rollout-facts.js';

/** A stage ends when one looks; a look lasts so long, and carrying out what was decided so long again. */
const looks = 2;
/** Seconds between two looks where none was measured. */
const usualLookSeconds = 5;

/** The stages that a promise is about last as long as promised, in the time that passes so many times as fast. */
function lastingAsLong(which: (facts: RolloutFacts) => readonly StageSeen[]): ClaimJudge {
  return {
    reads: ['rollout'],
    violationStandsDespite: [],
    judge(claim, facts): Finding {
      const rollout = rolloutFacts(facts);
      const { begun, ended } = rollout;
      const stages = which(rollout);
      if (begun === undefined || stages.length === 0)
        return unmeasured(claim, 'No such stage of a rollout was seen.');
      const basedOn = [begun, ...stages.map(({ sent }) => sent)];
      if (ended?.outcome !== 'promoted')
        return unmeasured(
          claim,
          'The release was not promoted, so a stage may have been cut short.',
          basedOn,
        );
      const promised = Number(claim.promised.value);
      const { timeFactor } = begun;
      const lasted = stages.map(({ sent, untilT = sent.t }) => ((untilT - sent.t) / 1000) * timeFactor);
      const look = Math.max(
        ...stages.flatMap(({ measured }) => measured.map(({ seconds }) => seconds)),
        usualLookSeconds,
      );
      const [shortest, longest] = [Math.min(...lasted), Math.max(...lasted)];
      const said = `${lasted.map((seconds) => `${(seconds / 60).toFixed(1)} min`).join(', ')}, in a time that passed ${timeFactor} times as fast and with a look every ${look} s; promised ${promised / 60} min.`;
      const measured = { value: Math.round(shortest), unit: claim.promised.unit };
      const modelled = true as const;
      // A second for the clocks of two processes.
      if (shortest < promised - timeFactor)
        return {
          outcome: 'broken',
          measured,
          reason: `The shortest was too short: ${said}`,
          basedOn,
          modelled,
        };
      if (longest > promised + looks * look * timeFactor)
        return unmeasured(
          claim,
          `The judge did not know enough in time and held the rollout: ${said}`,
          basedOn,
        );
      return { outcome: 'held', measured, reason: `It lasted ${said}`, basedOn, modelled };
    },
  };
}

export const canaryDuration = lastingAsLong(({ stages }) => stages.slice(0, 1));
export const gradualStageDuration = lastingAsLong(({ stages }) => stages.slice(1));
