import { stepsAfterFailure } from './facts/pipeline.js';
import type { Rule } from './finding.js';

/** A step that reports the outcome and runs after success only has one thing to report. */
export const failureNeverNotified: Rule = {
  id: 'failure-never-notified',
  title: 'A step that reports the outcome of a job must also run when the job fails',
  check({ delivery }) {
    const { pipeline, rollback } = delivery;
    return (pipeline?.jobs ?? []).flatMap((job, i) =>
      job.steps.flatMap((step, j) => {
        const reports = Object.values(step.with ?? {}).some((value) => value.includes('job.status'));
        const always = /always\(\)|failure\(\)|!cancelled\(\)/.test(step.if ?? '');
        if (pipeline === undefined || !reports || always) return [];
        return [
          {
            path: `delivery.pipeline.jobs[${i}].steps[${j}]`,
            section: pipeline.section,
            message: `'${step.name ?? step.uses}' of ${job.id} reports job.status and runs only when every step before it succeeded: nobody hears of a deployment that failed${rollback === undefined || rollback.notify.length === 0 ? '' : `, where ${rollback.notify.join(' and ')} are to hear of every rollback`}`,
            arithmetic: 'outcomes of the job: 2 (success, failure); outcomes reported: 1 (success)',
            remedy: 'give the step the condition always(), and a text that says the outcome',
            sources: [stepsAfterFailure],
          },
        ];
      }),
    );
  },
};
