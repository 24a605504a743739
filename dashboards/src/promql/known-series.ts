import { commonLabels, contract, external, type MetricDefinition } from '@attest/instrumentation/contract';

/** What can be asked for: labels by the name of the series, as Prometheus stores it. */
export type KnownSeries = ReadonlyMap<string, ReadonlySet<string>>;

/** Every series adds these to its own: the target that it was scraped from. */
const targetLabels = ['job', 'instance'];

const suffixes = { counter: [''], gauge: [''], histogram: ['_bucket', '_count', '_sum'] } as const;

/** The series of a contract, those of other programs, and what rules record. */
export function knownSeries(
  metrics: Readonly<Record<string, MetricDefinition>> = contract,
  recorded: ReadonlyMap<string, readonly string[]> = new Map(),
): KnownSeries {
  const own = Object.entries(metrics).flatMap(([name, { type, labels }]) =>
    suffixes[type].map((suffix): [string, Set<string>] => [
      name + suffix,
      new Set([...commonLabels, ...targetLabels, ...labels, ...(suffix === '_bucket' ? ['le'] : [])]),
    ]),
  );
  const others = Object.entries(external).map(([name, { labels }]): [string, Set<string>] => [
    name,
    new Set([...commonLabels, ...targetLabels, ...labels]),
  ]);
  const rules = [...recorded].map(([name, labels]): [string, Set<string>] => [
    name,
    new Set([...targetLabels, ...labels]),
  ]);
  return new Map([...own, ...others, ...rules]);
}
