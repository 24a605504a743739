import { deployFlags } from './facts/pipeline.js';
import type { Rule } from './finding.js';

export const environmentFlagWithoutValue: Rule = {
  id: 'environment-flag-without-value',
  title: 'A flag that sets a variable must not be used to choose an environment',
  check({ delivery }) {
    const { pipeline } = delivery;
    return (pipeline?.jobs ?? []).flatMap((job, i) =>
      job.steps.flatMap(({ run }, j) =>
        (run ?? []).flatMap((line, k) => {
          const value = /^vercel\b.*\s--env[= ](\S+)/.exec(line)?.[1];
          if (pipeline === undefined || value === undefined || value.includes('=')) return [];
          return [
            {
              path: `delivery.pipeline.jobs[${i}].steps[${j}].run[${k}]`,
              section: pipeline.section,
              message: `--env=${value} does not deploy to ${value}: the flag sets a variable and wants KEY=VALUE; nothing else in the command names ${value}`,
              arithmetic: `'=' in '${value}': 0, wanted: 1`,
              remedy: `name the environment: --target=${value}`,
              sources: [deployFlags],
            },
          ];
        }),
      ),
    );
  },
};
