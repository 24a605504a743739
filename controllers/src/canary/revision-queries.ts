import type { CounterName, GaugeName, HistogramName } from '@attest/instrumentation/contract';

const latency: HistogramName = 'http_server_request_duration_seconds';
const cpu: CounterName = 'process_cpu_seconds_total';
const build: GaugeName = 'build_info';

export type RevisionQuery = 'requests' | 'buckets' | 'cpu';

/**
 * Raw counters of a service by revision, for a range query; differences between two points are exact whole requests, which
 * `increase()` is not. The revision is a label of `build_info`, joined by instance; where series carry one of their own, name it.
 */
export function revisionQueries(
  service: string,
  revisionLabel?: string,
): Readonly<Record<RevisionQuery, string>> {
  const of = (name: string) => `${name}{service=${JSON.stringify(service)}}`;
  const query = (name: string) => (revisionLabel === undefined ? of(name) + byRevision(service) : of(name));
  return {
    requests: query(`${latency}_count`),
    buckets: query(`${latency}_bucket`),
    cpu: query(cpu),
  };
}

/** Gives series of a service the label `revision` of the instance that they are of. */
export const byRevision = (service: string): string =>
  ` * on (instance) group_left (revision) (max by (instance, revision) (${build}{service=${JSON.stringify(service)}}))`;

/** Whether the service is there at all, whatever its revision. */
export const presenceQuery = (service: string): string =>
  `${latency}_count{service=${JSON.stringify(service)}}`;
