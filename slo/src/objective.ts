import {
  gpuService,
  type Indicator,
  type IndicatorKind,
  type Platform,
  type PlatformObjective,
} from '@attest/platform';

/** What is aimed at over a rolling window, ready to be turned into rules. */
export interface Objective {
  /** Unique; the label `objective` of everything that is recorded for it. */
  id: string;
  kind: IndicatorKind;
  indicator: Indicator;
  /** The label `service`: a service or a pool of workers of the catalog, or `database`. */
  service: string;
  /** The label `region`: where it is measured, or `all`. */
  region: string;
  /** Share of good events. */
  target: number;
  windowDays: number;
  /** How soon somebody must be woken when everything fails; `undefined`: nobody is. */
  pageWithinSeconds: number | undefined;
  /** Why, for people: the decision, or the ceiling that it comes from. */
  reason: string;
  section: string;
  /** Where the catalog says so. */
  path: string;
}

/** What an objective is about that belongs to no service. */
export const databaseService = 'database';
/** The label `region` of what is measured over all of them. */
export const everywhere = 'all';

const defaultWindowDays = 30;

/**
 * The objectives of the catalog; for every service without one, what the ceilings say in the same terms. They are not checked:
 * see `problemsOf`.
 */
export function objectives(platform: Platform): Objective[] {
  const stated = platform.objectives.map((objective, index) => fromCatalog(platform, objective, index));
  const has = (service: string, kind: IndicatorKind) =>
    stated.some((objective) => objective.service === service && objective.kind === kind);
  return [...stated, ...fromCeilings(platform).filter(({ service, kind }) => !has(service, kind))];
}

function fromCatalog(platform: Platform, stated: PlatformObjective, index: number): Objective {
  const { id, indicator, target, windowDays, page, decision } = stated;
  const reason = platform.decisions.find((candidate) => candidate.id === decision);
  return {
    id,
    kind: indicator.kind,
    indicator,
    service: serviceOf(platform, indicator),
    region: 'region' in indicator ? indicator.region : everywhere,
    target,
    windowDays,
    pageWithinSeconds: page?.withinSeconds,
    reason: reason?.why ?? '',
    section: reason?.section ?? platform.monitoring.section,
    path: `objectives[${index}]`,
  };
}

function serviceOf(platform: Platform, indicator: Indicator): string {
  if ('service' in indicator) return indicator.service;
  if ('queue' in indicator)
    return platform.workers.find(({ queues }) => queues.includes(indicator.queue))?.id ?? indicator.queue;
  return 'gpuType' in indicator && platform.gpu !== undefined ? gpuService(platform.gpu) : databaseService;
}

/** "p99 no more than 1000 ms" is "99 % take no longer than 1000 ms"; "no more than 5 % fail" is "95 % succeed". */
function fromCeilings({ services, monitoring }: Platform): Objective[] {
  const windowDays = Math.min(defaultWindowDays, monitoring.retentionDays);
  return services.flatMap(({ id: service }) =>
    monitoring.rules.map(({ indicator: measured, threshold, name }, index): Objective => {
      const indicator: Indicator =
        measured === 'error_rate'
          ? { kind: 'availability', service }
          : { kind: 'latency', service, thresholdMs: threshold };
      return {
        id: `${service}-${indicator.kind}`,
        kind: indicator.kind,
        indicator,
        service,
        region: everywhere,
        target: measured === 'error_rate' ? Number((1 - threshold).toPrecision(12)) : 0.99,
        windowDays,
        pageWithinSeconds: undefined,
        reason: `The ceiling ${name} is all that is promised.`,
        section: monitoring.section,
        path: `monitoring.rules[${index}]`,
      };
    }),
  );
}
