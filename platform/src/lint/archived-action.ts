import { archivedActions } from './facts/pipeline.js';
import type { Rule } from './finding.js';

export const archivedAction: Rule = {
  id: 'archived-action',
  title: 'The workflow must not use an action that nobody maintains',
  check({ delivery }) {
    const { pipeline } = delivery;
    return (pipeline?.jobs ?? []).flatMap((job, i) =>
      job.steps.flatMap(({ uses }, j) => {
        const [name = '', version = ''] = uses?.split('@') ?? [];
        const fact = archivedActions[name];
        if (pipeline === undefined || fact === undefined) return [];
        const pinned = /^[0-9a-f]{40}$/.test(version);
        return [
          {
            path: `delivery.pipeline.jobs[${i}].steps[${j}].uses`,
            section: pipeline.section,
            message: `${name} was archived on ${fact.since} and gets no more fixes${pinned ? '' : `; ${version} is a tag that may be moved, and the job holds the secrets of the deployment`}`,
            arithmetic: `fixes since ${fact.since}: 0`,
            remedy: `use ${fact.replacement}, pinned to a commit`,
            sources: [fact.source],
          },
        ];
      }),
    );
  },
};
