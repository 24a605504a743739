import type { Docker, Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { type Draft, inSection } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';
import { list } from './wording.js';

export function dockerClaims({ delivery: { docker } }: Platform): Claim[] {
  if (docker === undefined) return [];
  const names = docker.stages.map((stage) => stage.name);
  return inSection(docker.section, [
    ...docker.stages
      .filter(({ from }) => !names.includes(from))
      .map(
        ({ name, from }): Draft => [
          `docker.${name}.image`,
          `The stage ${name} of the image is built on ${from}`,
          is(from),
          how.dockerfile,
        ],
      ),
    ['docker.stages', `The image is built in the stages ${list(names)}`, is(names), how.dockerfile],
    ...docker.stages.map(
      ({ name, instructions }): Draft => [
        `docker.${name}.instructions`,
        `The stage ${name} runs: ${instructions.join('; ')}`,
        is(instructions),
        how.dockerfile,
      ],
    ),
    exposed(docker),
  ]);
}

/** Ports of the last stage, which is the image that is shipped. */
function exposed({ stages }: Docker): Draft | undefined {
  const ports = (stages.at(-1)?.instructions ?? []).flatMap((line) => /^EXPOSE (\d+)/.exec(line)?.[1] ?? []);
  if (ports.length === 0) return undefined;
  return [
    'docker.port',
    `The image exposes port ${list(ports)}`,
    is(ports.map(Number), 'port'),
    how.dockerfile,
  ];
}
