import type { Platform } from '../schema/index.js';
import { endOfLife } from './facts/end-of-life.js';
import type { Rule } from './finding.js';

export const runtimeEndOfLife: Rule = {
  id: 'runtime-end-of-life',
  title: 'Production must not run on a release that gets no more security fixes',
  check(platform, today) {
    const found = places(platform);
    return endOfLife.flatMap(({ product, pattern, until, successor, source }) => {
      const uses = found.filter(({ value }) => pattern.test(value));
      const first = uses[0];
      if (first === undefined || today <= until) return [];
      return [
        {
          path: first.path,
          section: first.section,
          message: `support of ${product} ended on ${until}, and it is used in ${uses.map(({ path }) => path).join(', ')}`,
          arithmetic: `${today} − ${until} = ${days(until, today)} days without security fixes; places: ${uses.length}`,
          remedy: `move to ${successor}`,
          sources: [source],
        },
      ];
    });
  },
};

interface Place {
  path: string;
  section: string;
  value: string;
}

function places({ services, delivery }: Platform): Place[] {
  const { docker } = delivery;
  return [
    ...services.flatMap(({ runtime, framework, section }, i) => [
      { path: `services[${i}].runtime`, section, value: runtime },
      { path: `services[${i}].framework`, section, value: framework },
    ]),
    ...(docker?.stages ?? []).map(({ from }, i) => {
      return { path: `delivery.docker.stages[${i}].from`, section: docker!.section, value: from };
    }),
  ];
}

const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
