import { type LocalProblem, unknownReference } from '../problem.js';
import { type Check, entries, known } from '../valid-parts.js';

/** Products, queues, tables and GPUs that services name exist. */
export const serviceReferences: Check = (parts) => {
  const products = known(entries(parts.products).map(([, product]) => product.id));
  const queues = known(entries(parts.workers).flatMap(([, pool]) => [...(pool.queues ?? [])]));
  const schemas = parts.database?.schemas && known(parts.database.schemas);
  const problems: LocalProblem[] = [];

  const product = (path: string, name: string | undefined) => {
    if (name === undefined || parts.products === undefined || products.includes(name)) return;
    problems.push(
      unknownReference(path, name, 'product', products, 'everything belongs to a product of the platform'),
    );
  };
  for (const [i, service] of entries(parts.services)) product(`services[${i}].product`, service.product);
  for (const [i, pool] of entries(parts.workers)) product(`workers[${i}].product`, pool.product);
  for (const block of ['gpu', 'realtime', 'cdn'] as const) product(`${block}.product`, parts[block]?.product);

  for (const [i, pool] of entries(parts.workers)) {
    const own = known(pool.queues ?? []);
    for (const queue of pool.queues === undefined ? [] : Object.keys(pool.effects ?? {})) {
      if (own.includes(queue)) continue;
      const why = 'nobody of this pool would do it';
      problems.push(
        unknownReference(`workers[${i}].effects.${queue}`, queue, 'queue of this pool', own, why),
      );
    }
  }

  for (const [i, service] of entries(parts.services)) {
    for (const [j, resource] of entries(service.resources)) {
      const path = `services[${i}].resources[${j}]`;
      for (const [k, { queue }] of entries(resource.enqueues)) {
        if (queue === undefined || queues.includes(queue)) continue;
        const why = 'its jobs would wait for ever: no worker takes from it';
        problems.push(unknownReference(`${path}.enqueues[${k}].queue`, queue, 'queue', queues, why));
      }
      if (resource.schema !== undefined && schemas && !schemas.includes(resource.schema)) {
        const why = 'the table needs a schema that the database has';
        problems.push(unknownReference(`${path}.schema`, resource.schema, 'schema', schemas, why));
      }
      if (resource.fulfilledBy === 'gpu' && parts.gpu === undefined) {
        problems.push({
          code: 'unknown-reference',
          path: `${path}.fulfilledBy`,
          what: 'there is no gpu block',
          why: 'GPU workers fulfil this resource',
          fix: 'describe them under gpu, or leave fulfilledBy out',
        });
      }
    }
  }
  return problems;
};
