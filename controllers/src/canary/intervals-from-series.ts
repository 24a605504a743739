import type { Interval, LatencyHistogram, Measured } from './interval.js';
import { at, type Growth, growthOf, type RevisionSeries, type Series } from './revision-series.js';

export interface SeriesRange {
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
  readonly stepSeconds: number;
}

export interface Revisions {
  readonly baseline: string;
  readonly canary: string;
  /** Label that tells revisions apart. */
  readonly label: string;
}

/** Instances of both must get about as many requests for their CPU to be compared: idling costs CPU as well. */
const comparable = { least: 0.5, most: 2 } as const;

/** What both revisions did in each step, from the counters of their instances. */
export function intervalsFromSeries(
  series: RevisionSeries,
  { baseline, canary, label }: Revisions,
  { start, end, stepSeconds }: SeriesRange,
): Interval[] {
  const one = revisionCounters(series, label, canary, start);
  const other = revisionCounters(series, label, baseline, start);
  const intervals: Interval[] = [];
  for (let t = start + stepSeconds; t <= end; t += stepSeconds) {
    const [mine, theirs] = [one(t), other(t)];
    const alike = mine.requestsPerInstance / theirs.requestsPerInstance;
    const compared = alike >= comparable.least && alike <= comparable.most;
    const of = ({ measured, cpuPerRequest }: typeof mine): Measured => ({
      ...measured,
      cpu: compared ? cpuPerRequest : undefined,
    });
    intervals.push({ t: t - start, seconds: stepSeconds, canary: of(mine), baseline: of(theirs) });
  }
  return intervals;
}

interface Counter {
  readonly labels: Readonly<Record<string, string>>;
  readonly growth: Growth;
}

function revisionCounters(series: RevisionSeries, label: string, revision: string, start: number) {
  const of = (all: readonly Series[]): Counter[] =>
    all
      .filter(({ metric }) => metric[label] === revision)
      .map((each) => ({ labels: each.metric, growth: growthOf(each, start) }));
  const requests = of(series.requests);
  const buckets = of(series.buckets);
  const cpu = of(series.cpu);
  return (t: number) => {
    const total = grown(requests, t);
    const busy = requests.filter(({ growth }) => at(growth, t) > 0);
    const serving = new Set(busy.map(({ labels }) => labels.instance));
    // What idles elsewhere, such as in the region that may take over, says nothing about the CPU of a request.
    const itsCpu = cpu.filter(({ labels }) => serving.has(labels.instance));
    const measured: Measured = {
      requests: total,
      errors: grown(
        requests.filter(({ labels }) => isError(labels)),
        t,
      ),
      writes: grown(
        requests.filter(({ labels }) => isAcknowledgedWrite(labels)),
        t,
      ),
      latency: histogram(buckets, t),
    };
    return {
      measured,
      requestsPerInstance: serving.size === 0 ? 0 : total / serving.size,
      cpuPerRequest: itsCpu.length === 0 || total === 0 ? undefined : grown(itsCpu, t) / total,
    };
  };
}

/** As the SLOs count: the server's fault. */
const isError = (labels: Readonly<Record<string, string>>) =>
  labels.http_response_status_code?.startsWith('5') ?? false;

const isAcknowledgedWrite = ({
  http_request_method: method,
  http_response_status_code: status,
}: Readonly<Record<string, string>>) => method === 'POST' && (status?.startsWith('2') ?? false);

const grown = (counters: readonly Counter[], t: number) =>
  counters.reduce((sum, { growth }) => sum + at(growth, t), 0);

/** Prometheus' buckets are cumulative. */
function histogram(buckets: readonly Counter[], t: number): LatencyHistogram | undefined {
  const cumulative = new Map<number, number>();
  for (const { labels, growth } of buckets) {
    const bound = labels.le === '+Inf' ? Infinity : Number(labels.le);
    if (Number.isNaN(bound)) continue;
    cumulative.set(bound, (cumulative.get(bound) ?? 0) + at(growth, t));
  }
  if (cumulative.size === 0) return undefined;
  const le = [...cumulative.keys()].sort((a, b) => a - b);
  return {
    le,
    counts: le.map((bound, index) => {
      const below = index === 0 ? 0 : (cumulative.get(le[index - 1] ?? 0) ?? 0);
      return Math.max(0, (cumulative.get(bound) ?? 0) - below);
    }),
  };
}
