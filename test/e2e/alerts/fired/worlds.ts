import type { Selector } from '../../../../dashboards/src/promql/parse-query.js';
import { finds, type Series, seriesIn } from './reads.js';
import type { Scenario } from './scenario.js';
import type { Signal } from './signal.js';

/** Scenarios that leave each other alone: one Prometheus can live through all of them at once. */
export type World = readonly Scenario[];

/**
 * Divides scenarios into as few worlds as a greedy choice finds. Two are kept apart if one is scraped what the other reads, if they
 * scrape one series with different values, or if Alertmanager would be silent about one because of the other.
 */
export function worldsOf(
  scenarios: readonly Scenario[],
  reads: (one: Scenario) => readonly Selector[],
): World[] {
  const known = scenarios.map((scenario): Known => {
    const its = reads(scenario);
    return {
      scenario,
      signals: new Map(scenario.signals.map((signal) => [signal.series, [signal, seriesIn(signal.series)]])),
      finds: (series) => its.some((selector) => finds(selector, series)),
    };
  });
  const worlds: Known[][] = [];
  for (const one of known) {
    const fitting = worlds.find((world) => world.every((other) => !areApart(one, other)));
    if (fitting === undefined) worlds.push([one]);
    else fitting.push(one);
  }
  return worlds.map((world) => world.map(({ scenario }) => scenario));
}

interface Known {
  readonly scenario: Scenario;
  readonly signals: ReadonlyMap<string, readonly [Signal, Series]>;
  finds(series: Series): boolean;
}

const areApart = (one: Known, other: Known): boolean =>
  isSilenced(one.scenario, other.scenario) || disturbs(one, other) || disturbs(other, one);

/** Whatever both scrape is the same; whatever one alone scrapes the other does not read. */
const disturbs = (one: Known, other: Known): boolean =>
  [...one.signals].some(([key, [signal, series]]) => {
    const [same] = other.signals.get(key) ?? [];
    return same === undefined ? other.finds(series) : !isSame(signal, same);
  });

const isSame = (one: Signal, other: Signal): boolean =>
  one.values === other.values &&
  one.intervalSeconds === other.intervalSeconds &&
  one.firesAtSeconds === other.firesAtSeconds;

/** Of one promise of one service the graver alert silences the lesser. */
const isSilenced = ({ labels: one }: Scenario, { labels: other }: Scenario): boolean =>
  one.service === other.service &&
  one.promise === other.promise &&
  one.severity !== other.severity &&
  one.severity !== 'none' &&
  other.severity !== 'none';
