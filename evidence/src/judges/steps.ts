import { type ClaimJudge, type Finding, unmeasured } from './finding.js';
import { promisedNames, seconds } from './promise.js';
import { isStepOk, type StepTime, stepTimes } from './step-times.js';

/** Steps and the gaps between them may differ by this much from the whole. */
const toleranceMs = 50;

/** Every step of the catalog, in its order, each done, and none of the failover's time unaccounted for. */
export const steps: ClaimJudge = {
  reads: ['failover'],
  violationStandsDespite: ['no-traffic', 'generator-dropped', 'generator-failed'],
  judge(claim, { of, trigger, ending }) {
    const names = promisedNames(claim);
    if (names === undefined) return unmeasured(claim, 'The promise does not list the steps.');
    if (trigger === undefined) return unmeasured(claim, 'No failover was triggered, so no step was seen.');
    if (ending === undefined) {
      return unmeasured(claim, 'The failover had not ended when the run did.', [trigger]);
    }
    const seen = stepTimes(of('failover').filter(({ t }) => t <= ending.t));
    const done = seen.filter(isStepOk).map(({ step }) => step);
    const basedOn = [...seen.flatMap(({ lines }) => lines), ending];
    const broken = (reason: string): Finding => ({
      outcome: 'broken',
      measured: { value: done, unit: claim.promised.unit },
      reason,
      basedOn,
    });
    const count = `${done.length} of ${names.length} steps were done`;
    if (ending.event !== 'completed') {
      const why = ending.detail ?? ending.outcome;
      return broken(`${count}; the failover ${ending.event}${why === undefined ? '' : `: ${why}`}.`);
    }
    const unfinished = seen.filter((step) => step.endT !== undefined && !isStepOk(step));
    if (unfinished.length > 0) {
      const which = unfinished.map(({ step, outcome }) => `${step} (${outcome ?? 'outcome not recorded'})`);
      return broken(`${count}; not done: ${which.join(', ')}.`);
    }
    const order = seen.map(({ step }) => step);
    if (order.join() !== names.join()) {
      return broken(`The steps were ${order.join(', ') || 'none'}; promised ${names.join(', ')}.`);
    }
    const timeless = seen.filter(({ endT }) => endT === undefined);
    if (timeless.length > 0) {
      return unmeasured(
        claim,
        `No end was recorded for ${timeless.map(({ step }) => step).join(', ')}.`,
        basedOn,
      );
    }
    const overlap = seen.find((step, index) => step.startT < (seen[index - 1]?.endT ?? 0) - toleranceMs);
    if (overlap !== undefined) return broken(`${overlap.step} began before the step before it had ended.`);
    const wholeMs = ending.t - (seen[0] as StepTime).startT;
    const { stepsMs, gapsMs } = sums(seen);
    const times = `${seconds(stepsMs, 2)} in steps and ${seconds(gapsMs, 2)} between them`;
    const restMs = Math.abs(wholeMs - stepsMs - gapsMs);
    if (restMs > toleranceMs) {
      return unmeasured(
        claim,
        `${count} in order, but ${times} leave ${Math.round(restMs)} ms of ${seconds(wholeMs, 2)} unaccounted for; at most ${toleranceMs} ms may be.`,
        basedOn,
      );
    }
    return {
      outcome: 'held',
      measured: { value: order, unit: claim.promised.unit },
      reason: `All ${names.length} promised steps were done in order in ${seconds(wholeMs, 2)}: ${times}, ${Math.round(restMs)} ms unaccounted for.`,
      basedOn,
    };
  },
};

function sums(seen: readonly StepTime[]): { stepsMs: number; gapsMs: number } {
  let stepsMs = 0;
  let gapsMs = 0;
  seen.forEach(({ startT, endT = startT }, index) => {
    stepsMs += endT - startT;
    gapsMs += Math.max(0, startT - (seen[index - 1]?.endT ?? startT));
  });
  return { stepsMs, gapsMs };
}
