import { nodeInDocker } from './facts/pipeline.js';
import type { Rule } from './finding.js';

export const npmAsFirstProcess: Rule = {
  id: 'npm-as-first-process',
  title: 'The production image must start the server itself, not a package manager that starts it',
  check({ delivery }) {
    const { docker } = delivery;
    const last = (docker?.stages.length ?? 0) - 1;
    const stage = docker?.stages[last];
    const index =
      stage?.instructions.findIndex((line) => /^(CMD|ENTRYPOINT)\b.*\b(npm|yarn|pnpm)\b/.test(line)) ?? -1;
    const command = stage?.instructions[index];
    if (docker === undefined || stage === undefined || command === undefined) return [];
    return [
      {
        path: `delivery.docker.stages[${last}].instructions[${index}]`,
        section: docker.section,
        message: `'${command}' makes npm the process that is told to stop: the signal may never reach the server, and the requests in flight end with the pod`,
        arithmetic: 'processes between the signal and the server: 1 (npm) > 0',
        remedy:
          'start the server by node (for Next.js: output standalone, CMD ["node", "server.js"]) under an init such as tini',
        sources: [nodeInDocker],
      },
    ];
  },
};
