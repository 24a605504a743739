import { decimal } from './decimal.js';
import { deployJobs } from './deploy-jobs.js';
import type { Rule } from './finding.js';

export const productionDeployWithoutCanary: Rule = {
  id: 'production-deploy-without-canary',
  title: 'The workflow must deploy to production the way the strategy says',
  check(platform) {
    const { canary, gradual, rollback, pipeline } = platform.delivery;
    if (pipeline === undefined || canary === undefined) return [];
    return deployJobs(platform, 'production').flatMap(({ job, path }) => {
      const text = job.steps.flatMap(({ run, uses }) => [...(run ?? []), uses ?? '']).join('\n');
      if (/canary|rolling-release|rollout|promote/i.test(text)) return [];
      const minutes =
        (canary.durationSeconds +
          (gradual?.stagesPercent.length ?? 0) * (gradual?.durationPerStageSeconds ?? 0)) /
        60;
      return [
        {
          path,
          section: pipeline.section,
          message: `the job ${job.id} deploys to all of production at once: no canary of ${canary.percent} %, ${gradual === undefined ? '' : 'no stages, '}${rollback?.automatic ? 'and nothing that could roll back' : 'and no verdict before the next stage'}`,
          arithmetic: `traffic on the new revision after the deploy step: 100 % > ${canary.percent} %; time to a verdict: 0 min < ${decimal(minutes)} min`,
          remedy:
            'deploy without traffic, shift it in the stages of the strategy, judge each stage (attest canary judge) and promote or roll back',
          sources: [],
        },
      ];
    });
  },
};
