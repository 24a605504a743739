import type { Docker } from '../schema/index.js';
import { nodeInDocker } from './facts/pipeline.js';
import type { Rule } from './finding.js';

export const containerRunsAsRoot: Rule = {
  id: 'container-runs-as-root',
  title: 'The production image must name a user that is not root',
  check({ delivery }) {
    const { docker } = delivery;
    const last = docker?.stages.length ?? 0;
    if (docker === undefined) return [];
    const stages = chain(docker, last - 1);
    const users = stages.flatMap(({ instructions }) =>
      instructions.filter((line) => line.startsWith('USER ')),
    );
    const user = users[0]?.slice('USER '.length);
    if (user !== undefined && user !== 'root' && user !== '0') return [];
    return [
      {
        path: `delivery.docker.stages[${last - 1}]`,
        section: docker.section,
        message: `the stage ${docker.stages[last - 1]?.name} names no user, so the service runs as root: who breaks into it owns the container, and a cluster that forbids root refuses the pod`,
        arithmetic: `USER instructions in ${stages.map(({ name }) => name).join(' ← ')}: ${users.length}; uid 0`,
        remedy: 'end the stage with USER node, and set runAsNonRoot in the manifest',
        sources: [nodeInDocker],
      },
    ];
  },
};

/** The stage and those that it is built from, the last one first. */
function chain({ stages }: Docker, index: number): Docker['stages'] {
  const stage = stages[index];
  if (stage === undefined) return [];
  const below = stages.slice(0, index).findIndex(({ name }) => name === stage.from);
  return [stage, ...(below < 0 ? [] : chain({ stages, section: '' }, below))];
}
