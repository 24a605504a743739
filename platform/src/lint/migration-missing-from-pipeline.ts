import { deployJobs } from './deploy-jobs.js';
import type { Rule } from './finding.js';

/** Production deploys on every push; migrations wait for a person and a window. */
export const migrationMissingFromPipeline: Rule = {
  id: 'migration-missing-from-pipeline',
  title: 'The workflow must run, or wait for, the migrations that the strategy describes',
  check(platform) {
    const { pipeline } = platform.delivery;
    const { migrations } = platform.database;
    if (pipeline === undefined || migrations === undefined) return [];
    const tool = migrations.tool.toLowerCase();
    const window = migrations.production?.maintenanceWindow;
    const open = window === undefined ? 0 : window.toHourUtc - window.fromHourUtc;
    return (['staging', 'production'] as const).flatMap((environment) => {
      const promised =
        environment === 'staging'
          ? migrations.staging?.migrateOnDeploy
          : migrations.production?.manualApproval;
      if (promised !== true) return [];
      return deployJobs(platform, environment).flatMap(({ job, path }) => {
        const migrates = job.steps.some(({ run }) =>
          run?.some((line) => line.includes(tool) || /migrat/.test(line)),
        );
        if (migrates || (environment === 'production' && job.environment !== undefined)) return [];
        return [
          {
            path,
            section: pipeline.section,
            message:
              environment === 'staging'
                ? `staging is to be migrated with every deployment, and no step of ${job.id} runs ${migrations.tool}`
                : `migrations of production wait for an approval${window === undefined ? '' : ` and for ${window.day}`}, and ${job.id} deploys every push without either: new code meets the old schema`,
            arithmetic:
              environment === 'staging' || window === undefined
                ? `steps that migrate: 0 of ${job.steps.length}`
                : `steps that migrate: 0 of ${job.steps.length}; the window is open ${open} h of 7 × 24 = 168 h, so code may wait ${168 - open} h for its schema`,
            remedy:
              environment === 'staging'
                ? `run ${tool} migrate deploy before the deployment, after the backup`
                : 'deploy to a protected environment (jobs.<id>.environment) whose approval checks that the schema is there, and refuse a revision that needs a newer one',
            sources: [],
          },
        ];
      });
    });
  },
};
