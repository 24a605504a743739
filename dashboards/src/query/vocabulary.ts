import {
  type CommonLabel,
  type CounterName,
  contract,
  type ExternalMetricName,
  external,
  type GaugeName,
  type HistogramName,
  type LabelName,
  type MetricName,
  type Producer,
} from '@attest/instrumentation/contract';
import type { Platform } from '@attest/platform';
import { chosen, is, type Matcher, selector } from './matcher.js';

type Where<L extends string> = { readonly [label in L | CommonLabel]?: Matcher };
type ExternalLabel<M extends ExternalMetricName> = (typeof external)[M]['labels'][number];

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
  /** A metric of another program. */
  external<M extends ExternalMetricName>(metric: M, where?: Where<ExternalLabel<M>>): string;
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
  ably: { service: chosen('service'), region: chosen('region') },
  'circuit-breaker': { service: chosen('service'), region: chosen('region') },
  'http-client': { service: chosen('service'), region: chosen('region') },
  edge: { service: chosen('service'), origin: chosen('region') },
  'database-exporter': { region: chosen('region') },
  'failover-controller': {},
  gameday: {},
  none: {},
} satisfies Record<Producer, Readonly<Record<string, Matcher>>>;

const chosenByProgram = {
  Prometheus: {},
  Alertmanager: {},
  node_exporter: {},
  postgres_exporter: { region: chosen('region') },
} satisfies Record<(typeof external)[ExternalMetricName]['program'], Readonly<Record<string, Matcher>>>;

/** On every series, so that a dashboard can be narrowed to one process, and two environments never mix. */
const everywhere = { job: chosen('job'), instance: chosen('instance'), environment: is('$environment') };

/** For panels, whose readers choose. */
export function vocabulary(platform: Platform): Vocabulary {
  return speaking(platform, {
    own: (metric) => ({ ...everywhere, ...chosenBy[contract[metric].producer] }),
    external: (metric) => ({ ...everywhere, ...chosenByProgram[external[metric].program] }),
    recorded: everywhere,
  });
}

/** For queries that a person pastes: one environment, and all of everything in it. */
export function plainVocabulary(platform: Platform, environment: string): Vocabulary {
  const here = { environment: is(environment) };
  // What other programs say of themselves carries no environment unless somebody puts it there.
  return speaking(platform, { own: () => here, external: () => ({}), recorded: here });
}

interface Scope {
  own(metric: MetricName): object;
  external(metric: ExternalMetricName): object;
  readonly recorded: object;
}

const speaking = (platform: Platform, scope: Scope): Vocabulary => {
  const own = (metric: MetricName, suffix: string, where: object) =>
    named(
      namesOf(platform, metric).map((name) => name + suffix),
      { ...scope.own(metric), ...where },
    );
  return {
    series: (metric, where = {}) => own(metric, '', where),
    histogram: (metric, part, where = {}) => own(metric, `_${part}`, where),
    external: (metric, where = {}) => named([metric], { ...scope.external(metric), ...where }),
    recorded: (name, where = {}) => named([name], { ...scope.recorded, ...where }),
  };
};

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
