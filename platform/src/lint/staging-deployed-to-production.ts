import { deployJobs } from './deploy-jobs.js';
import { deployFlags } from './facts/pipeline.js';
import type { Rule } from './finding.js';

export const stagingDeployedToProduction: Rule = {
  id: 'staging-deployed-to-production',
  title: 'A job that deploys to staging must not deploy to production',
  check(platform) {
    const { pipeline } = platform.delivery;
    if (pipeline === undefined) return [];
    return deployJobs(platform, 'staging').flatMap(({ job, path, deploySteps }) =>
      deploySteps.flatMap((step) => {
        const command = job.steps[step]?.run?.find((line) => /\s--prod\b/.test(line));
        if (command === undefined) return [];
        return [
          {
            path: `${path}.steps[${step}]`,
            section: pipeline.section,
            message: `${job.id} runs with --prod, which makes the deployment the production one${job.if === undefined ? '' : `; it runs when ${job.if}, so code that nobody has merged reaches customers`}`,
            arithmetic: `jobs that deploy with --prod: ${count(platform.delivery.pipeline?.jobs ?? [])}; jobs that may: ${deployJobs(platform, 'production').length}`,
            remedy:
              'deploy with --target=staging (or a project of its own) and leave --prod to the production job',
            sources: [deployFlags],
          },
        ];
      }),
    );
  },
};

function count(jobs: readonly { steps: readonly { run?: string[] | undefined }[] }[]): number {
  return jobs.filter(({ steps }) => steps.some(({ run }) => run?.some((line) => /\s--prod\b/.test(line))))
    .length;
}
