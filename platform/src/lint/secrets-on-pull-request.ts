import { secretsAndForks } from './facts/pipeline.js';
import type { Rule } from './finding.js';

export const secretsOnPullRequest: Rule = {
  id: 'secrets-on-pull-request',
  title: 'A job that pull requests start must not depend on secrets',
  check({ delivery }) {
    const { pipeline } = delivery;
    if (pipeline === undefined || !('pull_request' in pipeline.on)) return [];
    return pipeline.jobs.flatMap((job, i) => {
      if (!job.if?.includes("event_name == 'pull_request'")) return [];
      const text = job.steps
        .flatMap(({ run, with: inputs }) => [...(run ?? []), ...Object.values(inputs ?? {})])
        .join('\n');
      const names = [...new Set([...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name ?? ''))];
      if (names.length === 0) return [];
      return [
        {
          path: `delivery.pipeline.jobs[${i}]`,
          section: pipeline.section,
          message: `${job.id} runs for every pull request and needs ${names.join(' and ')}: from a fork it has none and always fails, from a branch the code of the pull request runs beside them before anybody has read it`,
          arithmetic: `secrets of a run that a fork starts: 0 of ${names.length}`,
          remedy:
            'let the provider make preview deployments, or deploy after the merge; protect the secrets by an environment with reviewers',
          sources: [secretsAndForks],
        },
      ];
    });
  },
};
