import type { FailoverEvidence, Recorded } from '../evidence.js';

export interface StepTime {
  readonly step: string;
  readonly startT: number;
  /** Undefined for a step that was never seen to end. */
  readonly endT: number | undefined;
  readonly outcome: string | undefined;
  readonly lines: readonly Recorded<FailoverEvidence>[];
}

/** The steps of a failover in the order in which they began. */
export function stepTimes(failover: readonly Recorded<FailoverEvidence>[]): StepTime[] {
  const steps: StepTime[] = [];
  for (const line of failover) {
    if (line.step === undefined) continue;
    if (line.event === 'step-start') {
      steps.push({
        step: line.step,
        startT: line.t,
        endT: undefined,
        outcome: undefined,
        lines: [line],
      });
    } else if (line.event === 'step-end') {
      const index = steps.findLastIndex(({ step, endT }) => step === line.step && endT === undefined);
      const step = steps[index];
      if (step === undefined) continue;
      steps[index] = { ...step, endT: line.t, outcome: line.outcome, lines: [...step.lines, line] };
    }
  }
  return steps.sort((a, b) => a.startT - b.startT);
}

/** How a step says that it went well. */
export const isStepOk = ({ outcome }: StepTime): boolean => outcome === 'done' || outcome === 'ok';
