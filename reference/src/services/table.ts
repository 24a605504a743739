import type { Resource } from '@attest/platform';

/** What identifies a resource in a job: its schema and its name. */
export function resourceKey(resource: Pick<Resource, 'schema' | 'name'>): string {
  return `${resource.schema}.${resource.name}`;
}

/** The resource's table, quoted: a name that is a reserved word of SQL is still a name. */
export function tableOf(resource: Pick<Resource, 'schema' | 'name'>): string {
  return `"${resource.schema}"."${resource.name}"`;
}

/** The queue of a resource that GPU workers fulfil. The slash keeps it apart from the queues of the catalog, which have none. */
export function gpuQueue(resource: Pick<Resource, 'schema' | 'name'>): string {
  return `gpu/${resourceKey(resource)}`;
}

/** Every queue that a write to the resource may add a job to. */
export function queuesOf(resource: Resource): readonly string[] {
  const queues = resource.enqueues.map(({ queue }) => queue);
  return resource.fulfilledBy === 'gpu' ? [...queues, gpuQueue(resource)] : queues;
}
