import type { BreakerFeed, BreakerSeries } from '@attest/chaos';
import type { BreakerSample } from '@attest/evidence';
import type { MetricName } from '@attest/instrumentation/contract';
import { request } from 'undici';
import { BedError } from '../bed-error.js';
import { monotonicMs } from '../clock.js';

const stateMetric = 'circuit_breaker_state' satisfies MetricName;
const callsMetric = 'circuit_breaker_calls_total' satisfies MetricName;
const timeoutMs = 10_000;

/** One series of a range selector: what was scraped, and when (seconds of the wall clock). Source: Prometheus, "HTTP API". */
export interface ScrapedSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [seconds: number, value: string])[];
}

/** Circuit breakers as Prometheus has scraped them. */
export function breakerFeed(prometheusPort: () => number): BreakerFeed {
  return {
    async read(name, sinceMonotonicMs) {
      const seconds = Math.max(1, Math.ceil((monotonicMs() - sinceMonotonicMs) / 1000));
      const select = (metric: string) => query(prometheusPort(), `${metric}{name="${name}"}[${seconds}s]`);
      const [states, calls] = await Promise.all([select(stateMetric), select(callsMetric)]);
      return breakerSeries(states, calls, Date.now() - monotonicMs());
    },
  };
}

/**
 * Puts together what was scraped at once. A scrape without a state, or without all counts, tells nothing.
 *
 * @param wallMinusMonotonicMs what the wall clock is ahead of the monotonic one
 */
export function breakerSeries(
  states: readonly ScrapedSeries[],
  calls: readonly ScrapedSeries[],
  wallMinusMonotonicMs: number,
): BreakerSeries[] {
  const instances = new Map<
    string,
    { who: Omit<BreakerSeries, 'samples'>; at: Map<number, Partial<BreakerSample>> }
  >();
  const add = ({ metric, values }: ScrapedSeries, fact: (value: string) => Partial<BreakerSample>) => {
    const { service = '', region = '', instance = '' } = metric;
    const known = instances.get(instance) ?? { who: { service, region, instance }, at: new Map() };
    instances.set(instance, known);
    for (const [seconds, value] of values)
      known.at.set(seconds, { ...known.at.get(seconds), ...fact(value) });
  };
  for (const series of states)
    add(series, (value) => (value === '1' ? { state: series.metric.state as BreakerSample['state'] } : {}));
  for (const series of calls) add(series, (value) => ({ [series.metric.outcome ?? '']: Number(value) }));
  return [...instances.values()].map(({ who, at }) => ({
    ...who,
    samples: [...at]
      .filter((entry): entry is [number, BreakerSample] => isWhole(entry[1]))
      .sort(([a], [b]) => a - b)
      .map(([seconds, sample]) => ({ monotonicMs: seconds * 1000 - wallMinusMonotonicMs, ...sample })),
  }));
}

function isWhole(sample: Partial<BreakerSample>): sample is BreakerSample {
  const { state, success, failure, rejected } = sample;
  return state !== undefined && success !== undefined && failure !== undefined && rejected !== undefined;
}

async function query(port: number, selector: string): Promise<readonly ScrapedSeries[]> {
  const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(selector)}`;
  const answer = await request(url, { headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
  const text = await answer.body.text();
  if (answer.statusCode === 200)
    return (JSON.parse(text) as { data: { result: ScrapedSeries[] } }).data.result;
  throw new BedError({
    code: 'program-refused',
    message: `Prometheus answered ${selector} with ${answer.statusCode}: ${text}`,
    fix: "Look at Prometheus' log of this run.",
  });
}
