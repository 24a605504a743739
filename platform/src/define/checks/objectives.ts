import { type LocalProblem, unknownReference } from '../problem.js';
import { type Check, entries, known } from '../valid-parts.js';

/** What objectives measure exists, and each has its reason. */
export const objectives: Check = (parts) => {
  const services = known(entries(parts.services).map(([, service]) => service.id));
  const workers = entries(parts.workers).map(([, pool]) => pool);
  const queues = known(workers.flatMap(({ queues: own }) => [...(own ?? [])]));
  const clusters = entries(parts.gpu?.clusters).map(([, { region, gpuType }]) => `${gpuType} in ${region}`);
  const decisions = known(entries(parts.decisions).map(([, decision]) => decision.id));

  return entries(parts.objectives).flatMap(([i, { indicator, decision }]): LocalProblem[] => {
    const path = `objectives[${i}]`;
    const problems: LocalProblem[] = [];
    const refer = (at: string, name: string | undefined, kind: string, all: string[], why: string) => {
      if (name !== undefined && !all.includes(name))
        problems.push(unknownReference(`${path}.${at}`, name, kind, all, why));
    };
    if (indicator && 'service' in indicator)
      refer('indicator.service', indicator.service, 'service', services, 'nothing would be measured');
    if (indicator && 'queue' in indicator)
      refer('indicator.queue', indicator.queue, 'queue', queues, 'nothing would be measured');
    if (indicator && 'gpuType' in indicator) {
      const { region, gpuType } = indicator;
      const cluster = region && gpuType ? `${gpuType} in ${region}` : undefined;
      refer('indicator', cluster, 'GPU cluster', clusters, 'nothing would be measured');
    }
    refer(
      'decision',
      decision,
      'decision',
      decisions,
      'an objective without a reason is changed without one',
    );
    return problems;
  });
};
