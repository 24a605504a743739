import { contract, external } from '@attest/instrumentation/contract';
import { nearest, type Platform, where } from '@attest/platform';
import { alertPath, pathSeconds } from './alert-path.js';
import { burnRates, factorOf, thresholdOf } from './burn-rates.js';
import { type Ceiling, ceilingOutageSeconds } from './ceiling.js';
import { outageDetection, sooner } from './detection.js';
import { secondsOf, tidy } from './duration.js';
import { measureOf } from './indicators.js';
import type { Objective } from './objective.js';

/** Why an objective cannot be compiled: it could not be kept, not be seen, or not be seen in time. */
export interface ObjectiveProblem {
  /** File and path of the catalog. */
  where: string;
  what: string;
  why: string;
  fix: string;
}

type Check = (
  objective: Objective,
  platform: Platform,
  ceilings: readonly Ceiling[],
) => Omit<ObjectiveProblem, 'where'>[];

/** Everything that is wrong with any of the objectives. */
export function problemsOf(
  platform: Platform,
  all: readonly Objective[],
  ceilings: readonly Ceiling[],
): ObjectiveProblem[] {
  const ids = all.map(({ id }) => id);
  const repeated = all
    .filter(({ id }, index) => ids.indexOf(id) !== index)
    .map(({ id, path }) => ({
      where: where(platform, path),
      what: `there is already an objective '${id}'`,
      why: 'what is recorded for the two could not be told apart',
      fix: 'rename one of them',
    }));
  const own = all.flatMap((objective) =>
    Object.values(checks).flatMap((check) =>
      check(objective, platform, ceilings).map((problem) => ({
        where: where(platform, objective.path),
        ...problem,
        what: `${objective.id}: ${problem.what}`,
      })),
    ),
  );
  return [...repeated, ...own];
}

const checks = {
  target({ target }) {
    if (target > 0 && target < 1) return [];
    return [
      {
        what: `a target of ${tidy(target * 100)} %`,
        why:
          target >= 1
            ? 'it leaves no failure to anybody: the budget is empty from the start and every alert fires on the first error'
            : 'it is kept by what always fails',
        fix: 'state the share of good events, such as 0.999 for 99.9 %',
      },
    ];
  },

  reachable(objective) {
    if (objective.target <= 0 || objective.target >= 1) return [];
    const never = burnRates.filter((rate) => thresholdOf(rate, objective) >= 1);
    if (never.length === 0) return [];
    const fastest = Math.max(...never.map((rate) => factorOf(rate, objective.windowDays)));
    const least = Math.ceil((1 - 1 / fastest) * 10_000) / 100;
    return [
      {
        what: `a budget of ${tidy((1 - objective.target) * 100)} % cannot burn ${never.map((rate) => factorOf(rate, objective.windowDays)).join(' or ')} times too fast`,
        why: 'no more than everything can fail, so that the alert would never fire',
        fix: `aim at more than ${least} %, or leave it to the ceiling of monitoring.rules`,
      },
    ];
  },

  boundary({ indicator }, platform) {
    const { threshold } = measureOf(platform, indicator, '');
    if (threshold === undefined) return [];
    const { buckets } = contract[threshold.metric];
    if ((buckets as readonly number[]).includes(threshold.value)) return [];
    const close = [...buckets].sort(
      (a, b) => Math.abs(a - threshold.value) - Math.abs(b - threshold.value),
    )[0];
    return [
      {
        what: `${threshold.value} s (${threshold.path}) is not a bucket boundary of ${threshold.metric}`,
        why: `between two of ${buckets.join(', ')} a histogram only guesses`,
        fix: `take ${close} s, or add the boundary to the contract`,
      },
    ];
  },

  window({ windowDays }, { monitoring }) {
    const longest = Math.max(...burnRates.map(({ long }) => secondsOf(long))) / 86_400;
    if (windowDays > monitoring.retentionDays)
      return [
        {
          what: `a window of ${windowDays} days`,
          why: `Prometheus keeps ${monitoring.retentionDays} days: what is older would silently count as good`,
          fix: `shorten the window to ${monitoring.retentionDays} days, or keep metrics for longer (monitoring.retentionDays)`,
        },
      ];
    if (windowDays < longest)
      return [
        {
          what: `a window of ${windowDays} days`,
          why: `the slowest alert looks back ${longest} days`,
          fix: `take at least ${longest} days; 28 or 30 are usual`,
        },
      ];
    return [];
  },

  inTime(objective, platform, ceilings) {
    const { pageWithinSeconds, kind, service } = objective;
    if (pageWithinSeconds === undefined || objective.target <= 0 || objective.target >= 1) return [];
    const ceiling = ceilings.find((one) => one.service === service && one.indicator === 'error_rate');
    const breach =
      kind === 'availability' && ceiling?.severity === 'critical' ? ceilingOutageSeconds(ceiling) : 'never';
    const condition = sooner(outageDetection(objective), breach);
    const path = alertPath(platform);
    const total = condition === 'never' ? Number.POSITIVE_INFINITY : condition + pathSeconds(path);
    if (total <= pageWithinSeconds) return [];
    const { scrapeSeconds, evaluationSeconds, groupWaitSeconds } = path;
    return [
      {
        what: `a total outage is paged after ${condition === 'never' ? 'no time at all' : `${Math.ceil(total)} s`}, and ${pageWithinSeconds} s are promised`,
        why: `${condition === 'never' ? 'no alert pages' : `${Math.ceil(condition)} s until the first alert fires`} + ${scrapeSeconds} s scrape + ${evaluationSeconds} s evaluation + ${groupWaitSeconds} s gathering`,
        fix: 'aim higher (the budget then burns sooner), shorten monitoring.intervals, or promise more time',
      },
    ];
  },

  known({ indicator }) {
    if (indicator.kind !== 'ratio') return [];
    return (['errors', 'events'] as const).flatMap((part) => {
      const { metric, labels } = indicator[part];
      const all: Record<string, { labels: readonly string[]; type?: string }> = { ...contract, ...external };
      const definition = all[metric];
      const at = `indicator.${part}`;
      if (definition === undefined)
        return [
          {
            what: `${at}.metric: there is no metric ${metric}`,
            why: 'nothing would be counted',
            fix: suggestion(metric, Object.keys(all)),
          },
        ];
      if (definition.type === 'gauge')
        return [
          {
            what: `${at}.metric: ${metric} is a gauge`,
            why: 'a ratio counts events',
            fix: 'name a counter or a histogram',
          },
        ];
      const allowed = [...definition.labels, 'service', 'region', 'environment'];
      return Object.keys(labels)
        .filter((label) => !allowed.includes(label))
        .map((label) => ({
          what: `${at}.labels.${label}: ${metric} has no label ${label}`,
          why: 'nothing would be selected',
          fix: suggestion(label, allowed),
        }));
    });
  },

  mapped({ indicator, service }, { services }) {
    const map = services.find(({ id }) => id === service)?.metricMap;
    if (!('service' in indicator) || map === undefined) return [];
    return Object.keys(map)
      .filter((name) => !(name in contract))
      .map((name) => ({
        what: `metricMap of ${service}: there is no metric ${name}`,
        why: 'it maps nothing, so that the rules read the name that the service does not use',
        fix: suggestion(name, Object.keys(contract)),
      }));
  },
} satisfies Record<string, Check>;

function suggestion(name: string, candidates: readonly string[]): string {
  const close = nearest(name, candidates);
  return close === undefined ? `use one of: ${candidates.join(', ')}` : `did you mean ${close}?`;
}
