import { npmCi, npmOnly } from './facts/pipeline.js';
import type { Rule } from './finding.js';

const install = /\bnpm (ci|install)\b/;
const withoutDev = /--only[= ]prod|--omit[= ]dev|--production\b/;

/** A stage that builds needs the compilers, which are devDependencies; the stage below has just left them out. */
export const productionDependenciesBeforeBuild: Rule = {
  id: 'production-dependencies-before-build',
  title: 'A stage that builds must not start from an install without devDependencies',
  check({ delivery }) {
    const { docker } = delivery;
    if (docker === undefined) return [];
    return docker.stages.flatMap((stage) => {
      const building = stage.instructions.some((line) => /\bnpm run build\b/.test(line));
      const below = docker.stages.findIndex(({ name }) => name === stage.from);
      const base = docker.stages[below];
      const first = base?.instructions.findIndex((line) => install.test(line) && withoutDev.test(line)) ?? -1;
      const instruction = base?.instructions[first];
      if (!building || base === undefined || instruction === undefined) return [];
      const own = stage.instructions.filter((line) => install.test(line)).length;
      return [
        {
          path: `delivery.docker.stages[${below}].instructions[${first}]`,
          section: docker.section,
          message: `the stage ${stage.name} builds on ${base.name}, where '${instruction}' has left the devDependencies out; ${own === 0 ? 'the build has no compiler' : 'the build works only because it deletes that install and makes another'}${instruction.includes('--only') ? ', and --only is deprecated' : ''}`,
          arithmetic: `installs before the build: 1 without devDependencies + ${own} in ${stage.name} = ${1 + own}; needed: 1, with them`,
          remedy:
            'install everything (npm ci) in the stage that builds, and production dependencies (npm ci --omit=dev) in the last stage only',
          sources: [npmOnly, npmCi],
        },
      ];
    });
  },
};
