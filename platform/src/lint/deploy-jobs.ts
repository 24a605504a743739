import type { EnvironmentName, Job, Platform } from '../schema/index.js';

/** Jobs of the workflow that deploy to an environment, known by their id (`deploy-staging`). */
export function deployJobs(
  { delivery }: Platform,
  environment: EnvironmentName,
): { job: Job; path: string; deploySteps: number[] }[] {
  return (delivery.pipeline?.jobs ?? []).flatMap((job, i) =>
    job.id.includes('deploy') && job.id.includes(environment)
      ? [{ job, path: `delivery.pipeline.jobs[${i}]`, deploySteps: deploySteps(job) }]
      : [],
  );
}

function deploySteps({ steps }: Job): number[] {
  return steps.flatMap(({ run }, i) =>
    run?.some((line) => /\b(vercel|deploy|kubectl|helm)\b/.test(line)) ? [i] : [],
  );
}
