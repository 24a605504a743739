import type { CapacityRunner, CapacityStep, LatencyHistogram } from '@attest/evidence';
import { countAbove, countOf, mergeHistograms, quantileMs, schema } from '../capacity/latency-histogram.js';
import { type PromisedQuality, virtualUsersFor } from '../capacity/plan.js';
import type { HistogramSeries, NumberSeries, RunnerSeries } from './prometheus-series.js';

export interface ExpectedRun {
  readonly runners: number;
  readonly promised: PromisedQuality;
  readonly profile: string;
  /** The highest judged rate and the seconds of all judged stages, of all runners together. */
  readonly perSecond: number;
  readonly judgedSeconds: number;
}

/** Runners are started together; one that begins so much later has missed a part of the load. */
const lateSeconds = 5;
/** Shares differ by chance and by rounding, not by half. */
const leastShare = 0.5;

/**
 * Several generators as one: counters are added, histograms merged bucket by bucket, so the result is that of a single
 * generator that had sent everything. What each runner lacks is said of it, and makes the run inconclusive.
 */
export function aggregateRunners(
  series: RunnerSeries,
  expected: ExpectedRun,
): { runners: CapacityRunner[]; step: CapacityStep } {
  return { runners: runnersOf(series, expected), step: stepOf(series, expected) };
}

const idOf = ({ labels }: { readonly labels: Readonly<Record<string, string>> }) =>
  labels.instance_id ?? 'without instance_id';

function runnersOf(
  { began, ended, requests }: RunnerSeries,
  { runners: wanted }: ExpectedRun,
): CapacityRunner[] {
  const ids = [...new Set([...began, ...ended, ...requests].map(idOf))].sort((a, b) =>
    a.localeCompare(b, 'en', { numeric: true }),
  );
  const startOf = (id: string) =>
    least(began.filter((each) => idOf(each) === id).flatMap(({ samples }) => samples.map(({ t }) => t)));
  const earliest = least(ids.flatMap((id) => startOf(id) ?? []));
  const totals = ids.map((id) => sum(requests.filter((each) => idOf(each) === id).map(lastValue)));
  const mean = sum(totals) / Math.max(1, ids.length);
  const seen = ids.map((runner, index): CapacityRunner => {
    const own = requests.filter((each) => idOf(each) === runner);
    const times = own.flatMap(({ samples }) => samples.map(({ t }) => t));
    const startedAt = startOf(runner) ?? null;
    const finished = ended.some((each) => idOf(each) === runner);
    const count = totals[index] as number;
    const problems: string[] = [];
    if (startedAt === null) problems.push('it never said that it began');
    else if (earliest !== undefined && startedAt - earliest > lateSeconds)
      problems.push(`it started ${(startedAt - earliest).toFixed(0)} s after the first`);
    if (!finished)
      problems.push('it vanished: it never came to the end of its stages (failed, killed, or evicted)');
    if (own.some(hasRestarted)) problems.push('it was restarted: its counters began again');
    if (count < leastShare * mean)
      problems.push(`it sent ${count} requests where the others sent ${mean.toFixed(0)}`);
    return {
      runner,
      startedAt,
      lastSeenAt: times.length === 0 ? null : Math.max(...times),
      finished,
      requests: count,
      problems,
    };
  });
  const missing = Math.max(0, wanted - seen.length);
  const surplus = seen.length > wanted ? [`${seen.length} runners wrote, and ${wanted} were to`] : [];
  return [
    ...seen.map((runner, index) =>
      index === 0 ? { ...runner, problems: [...runner.problems, ...surplus] } : runner,
    ),
    ...Array.from(
      { length: missing },
      (_, index): CapacityRunner => ({
        runner: `${seen.length + index + 1} of ${wanted}`,
        startedAt: null,
        lastSeenAt: null,
        finished: false,
        requests: 0,
        problems: ['nothing was ever seen of it'],
      }),
    ),
  ];
}

function stepOf(series: RunnerSeries, expected: ExpectedRun): CapacityStep {
  const { promised, profile, perSecond, judgedSeconds } = expected;
  const judged = series.requests.filter(({ labels }) => labels.judged === 'true');
  const count = (matches: (labels: Readonly<Record<string, string>>) => boolean) =>
    sum(judged.filter(({ labels }) => matches(labels)).map(lastValue));
  const latency = mergeHistograms(
    series.durations.filter(({ labels }) => labels.judged === 'true').map(asHistogram),
  );
  const lag = mergeHistograms(series.lags.map(asHistogram));
  const requests = count(() => true);
  const failed = count(({ outcome }) => outcome === 'failed');
  const dropped = sum(series.dropped.map(lastValue));
  const faults: Record<string, number> = {};
  const operations: Record<string, number> = {};
  for (const each of judged) {
    const { fault, operation = 'unknown' } = each.labels;
    operations[operation] = (operations[operation] ?? 0) + lastValue(each);
    if (fault !== undefined) faults[fault] = (faults[fault] ?? 0) + lastValue(each);
  }
  const revisions = [...new Set(series.requests.flatMap(({ labels }) => labels.revision ?? []))];
  const users = virtualUsersFor(perSecond, promised);
  const lagP99Ms = quantileMs(lag, 0.99);
  const isWhole = countOf(latency) === requests;
  return {
    purpose: 'stage',
    stage: profile,
    judged: true,
    perSecond,
    sentPerSecond: requests === 0 ? null : Math.round((10 * requests) / judgedSeconds) / 10,
    requestsPerArrival: 1,
    goodPerSecond: Math.round((10 * (requests - failed)) / judgedSeconds) / 10,
    windowSeconds: judgedSeconds,
    requests,
    failed,
    late: count(({ outcome }) => outcome === 'late'),
    timedOut: faults.timeout ?? 0,
    dropped,
    cached: count(({ cached }) => cached === 'true'),
    faults,
    operations,
    latency,
    p50Ms: quantileMs(latency, 0.5) ?? null,
    p99Ms: quantileMs(latency, 0.99) ?? null,
    growth: null,
    virtualUsers: { allocated: users, needed: users },
    otherRevisions: revisions.slice(1),
    wentAway: false,
    cutShort: false,
    generator: {
      exitCode: 0,
      isOrderly: isWhole,
      means: isWhole
        ? 'the runners ended as planned'
        : `the runners counted ${requests} requests and ${countOf(latency)} durations: some of what they wrote is missing`,
      lastLines: [],
      lagP99Ms: lagP99Ms ?? null,
      cores: null,
      machineBusy: null,
      clockJumpMs: 0,
    },
  };
}

/** How many of the histogram's durations were above the promise, if it is a boundary: must agree with the counters. */
export function slowByHistogram(
  { latency }: Pick<CapacityStep, 'latency'>,
  { p99Ms }: PromisedQuality,
): number | undefined {
  return countAbove(latency, p99Ms / 1000);
}

/** @throws RangeError for buckets of a coarser schema: Prometheus has reduced their resolution */
function asHistogram({ buckets, labels }: HistogramSeries): LatencyHistogram {
  let zero = 0;
  const merged: [number, number][] = [];
  for (const { left, right, count } of buckets) {
    if (left <= 0) {
      zero += count;
      continue;
    }
    const index = Math.round(Math.log2(right) * 2 ** schema);
    const width = Math.log2(right / left) * 2 ** schema;
    if (Math.abs(width - 1) > 1e-6)
      throw new RangeError(
        `the histogram of runner ${labels.instance_id ?? 'unknown'} has buckets of another schema than ${schema}`,
      );
    merged.push([index, count]);
  }
  return { schema, zero, buckets: merged };
}

const lastValue = ({ samples }: NumberSeries): number => samples.at(-1)?.value ?? 0;
const hasRestarted = ({ samples }: NumberSeries): boolean =>
  samples.some(({ value }, index) => value < (samples[index - 1]?.value ?? 0));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const least = (values: readonly number[]) => (values.length === 0 ? undefined : Math.min(...values));
