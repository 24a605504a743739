import { LoadError } from '../load-error.js';

export type Labels = Readonly<Record<string, string>>;

/** A series of plain numbers, oldest first; `t` in seconds since 1970. */
export interface NumberSeries {
  readonly labels: Labels;
  readonly samples: readonly { readonly t: number; readonly value: number }[];
}

/** The newest native histogram of a series: how many lay in (left, right], in seconds. */
export interface HistogramSeries {
  readonly labels: Labels;
  readonly t: number;
  readonly buckets: readonly { readonly left: number; readonly right: number; readonly count: number }[];
  readonly count: number;
}

/** Everything that the runners of one run have written. */
export interface RunnerSeries {
  readonly began: readonly NumberSeries[];
  readonly ended: readonly NumberSeries[];
  readonly requests: readonly NumberSeries[];
  readonly dropped: readonly NumberSeries[];
  readonly durations: readonly HistogramSeries[];
  readonly lags: readonly HistogramSeries[];
}

export interface Prometheus {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result: readonly Result[] };
}
interface Result {
  readonly metric: Labels;
  readonly values?: readonly (readonly [number, string])[];
  readonly histograms?: readonly (readonly [
    number,
    { count: string; buckets?: readonly (readonly [number, string, string, string])[] },
  ])[];
}

/**
 * Reads a run's series from anything that speaks Prometheus' query API, as they were until `atSeconds`, going back `rangeSeconds`.
 *
 * @throws LoadError `prometheus-unreadable`
 */
export async function readRunnerSeries(
  prometheus: Prometheus,
  run: string,
  atSeconds: number,
  rangeSeconds: number,
): Promise<RunnerSeries> {
  const query = (metric: string) =>
    ask(prometheus, `${metric}{testid=${JSON.stringify(run)}}[${Math.ceil(rangeSeconds)}s]`, atSeconds);
  const numbers = async (metric: string) => (await query(metric)).map(asNumbers);
  const histograms = async (metric: string) => (await query(metric)).flatMap(asHistogram);
  return {
    began: await numbers('k6_attest_runner_began_total'),
    ended: await numbers('k6_attest_runner_ended_total'),
    requests: await numbers('k6_attest_requests_total'),
    dropped: await numbers('k6_dropped_iterations_total'),
    durations: await histograms('k6_attest_request_duration_seconds'),
    lags: await histograms('k6_attest_start_lag_seconds'),
  };
}

async function ask(
  { url, headers, fetch: get }: Prometheus,
  query: string,
  atSeconds: number,
): Promise<readonly Result[]> {
  const where = `${url.replace(/\/+$/, '')}/api/v1/query`;
  const unreadable = (why: string, cause?: unknown) =>
    new LoadError(
      'prometheus-unreadable',
      `${where}: ${why}`,
      'name the Prometheus that the runners wrote to (--prometheus), and see that it can be reached',
      { cause },
    );
  let answer: Answer;
  try {
    const response = await get(where, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ query, time: String(atSeconds) }),
      signal: AbortSignal.timeout(30_000),
    });
    answer = (await response.json()) as Answer;
  } catch (cause) {
    throw unreadable('did not answer as a Prometheus does', cause);
  }
  if (answer.status !== 'success' || answer.data === undefined)
    throw unreadable(answer.error ?? 'refused the query');
  return answer.data.result;
}

const asNumbers = ({ metric, values = [] }: Result): NumberSeries => ({
  labels: metric,
  samples: values.map(([t, value]) => ({ t, value: Number(value) })),
});

function asHistogram({ metric, histograms = [] }: Result): HistogramSeries[] {
  const newest = histograms.at(-1);
  if (newest === undefined) return [];
  const [t, { buckets = [], count }] = newest;
  return [
    {
      labels: metric,
      t,
      count: Number(count),
      buckets: buckets.map(([, left, right, inside]) => ({
        left: Number(left),
        right: Number(right),
        count: Number(inside),
      })),
    },
  ];
}
