import {
  type CommonLabel,
  type CounterName,
  contract,
  exporters,
  type ForeignName,
  type GaugeName,
  type HistogramName,
  type LabelName,
  type MetricName,
  type Producer,
} from '@attest/instrumentation/contract';
import type { Platform } from '@attest/platform';
import { chosen, is, type Matcher, selector } from './matcher.js';

type Where<L extends string> = { readonly [label in L | CommonLabel]?: Matcher };
type ForeignLabel<M extends ForeignName> = (typeof exporters)[M]['labels'][number];

/** The only way to name a series in a panel: names and labels come from the contract, so what does not exist does not compile. */
export interface Vocabulary {
  /** A counter or gauge of ours. */
  series<M extends CounterName | GaugeName>(metric: M, where?: Where<LabelName<M>>): string;
  /** A part of a histogram of ours. */
  histogram<M extends HistogramName>(
    metric: M,
    part: 'bucket' | 'count' | 'sum',
    where?: Where<LabelName<M> | 'le'>,
  ): string;
  /** A metric of an exporter that is not ours. */
  foreign<M extends ForeignName>(metric: M, where?: Where<ForeignLabel<M>>): string;
  /** A series that a rule records. */
  recorded(name: string, where?: Readonly<Record<string, Matcher>>): string;
}

/**
 * What a reader's choice of service and region means for each producer. The edge speaks for others: `service` is the one that
 * was asked for and `origin` the region that was to answer (its own `region` is where it stands). The failover controller
 * stands outside all regions.
 */
const chosenBy = {
  http: { service: chosen('service'), region: chosen('region') },
  worker: { service: chosen('service'), region: chosen('region') },
  queue: { service: chosen('service'), region: chosen('region') },
  replicate: { service: chosen('service'), region: chosen('region') },
  postgres: { service: chosen('service'), region: chosen('region') },
  runtime: { service: chosen('service'), region: chosen('region') },
  telemetry: { service: chosen('service'), region: chosen('region') },
  edge: { service: chosen('service'), origin: chosen('region') },
  'database-exporter': { region: chosen('region') },
  'failover-controller': {},
  none: {},
} satisfies Record<Producer, Readonly<Record<string, Matcher>>>;

const chosenByExporter = {
  prometheus: {},
  node_exporter: {},
  postgres_exporter: { region: chosen('region') },
} satisfies Record<(typeof exporters)[ForeignName]['exporter'], Readonly<Record<string, Matcher>>>;

/** On every series, so that a dashboard can be narrowed to one process, and two environments never mix. */
const everywhere = { job: chosen('job'), instance: chosen('instance'), environment: is('$environment') };

export function vocabulary(platform: Platform): Vocabulary {
  const own = (metric: MetricName, suffix: string, where: object) =>
    named(namesOf(platform, metric).map((name) => name + suffix), {
      ...everywhere,
      ...chosenBy[contract[metric].producer],
      ...where,
    });
  return {
    series: (metric, where = {}) => own(metric, '', where),
    histogram: (metric, part, where = {}) => own(metric, `_${part}`, where),
    foreign: (metric, where = {}) =>
      named([metric], { ...everywhere, ...chosenByExporter[exporters[metric].exporter], ...where }),
    recorded: (name, where = {}) => named([name], { ...everywhere, ...where }),
  };
}

/** Its name in the contract, and those that services of the platform had for it before. */
function namesOf({ services, workers }: Platform, metric: MetricName): string[] {
  const mapped = [...services, ...workers].flatMap(({ metricMap }) => metricMap?.[metric] ?? []);
  return [...new Set([metric, ...mapped])];
}

function named(names: readonly string[], where: Readonly<Record<string, Matcher | undefined>>): string {
  const [name] = names;
  if (names.length === 1) return `${name}${selector(where)}`;
  return selector({ __name__: `=~"${names.join('|')}"`, ...where });
}
