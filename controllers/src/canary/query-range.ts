import type { SeriesRange } from './intervals-from-series.js';
import { revisionQueries } from './revision-queries.js';
import type { RevisionSeries, Series } from './revision-series.js';

/** Prometheus could not be asked; nothing was measured. */
export class PrometheusUnavailable extends Error {
  override readonly name = 'PrometheusUnavailable';
}

const timeoutMs = 10_000;

/** All series of a range query. @throws PrometheusUnavailable */
export async function queryRange(base: URL, query: string, range: SeriesRange): Promise<Series[]> {
  const url = new URL('api/v1/query_range', base.href.endsWith('/') ? base : `${base.href}/`);
  const body = new URLSearchParams({
    query,
    start: String(range.start),
    end: String(range.end),
    step: String(range.stepSeconds),
  });
  const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause) => {
      throw new PrometheusUnavailable(`${base.origin}: Prometheus does not answer`, {
        cause: cause.cause ?? cause,
      });
    },
  );
  const text = await response.text();
  const answer = parsed(text);
  if (answer === undefined) {
    throw new PrometheusUnavailable(
      `${base.origin}: status ${response.status}, and no answer of Prometheus: ${text.slice(0, 80).trim()}`,
    );
  }
  if (answer.status !== 'success') throw new PrometheusUnavailable(`${base.origin}: ${answer.error}`);
  return answer.data.result;
}

/** The counters of a service's instances by revision. @throws PrometheusUnavailable */
export async function readRevisionSeries(
  base: URL,
  service: string,
  range: SeriesRange,
  revisionLabel?: string,
): Promise<RevisionSeries> {
  const queries = revisionQueries(service, revisionLabel);
  const [requests, buckets, cpu] = await Promise.all([
    queryRange(base, queries.requests, range),
    queryRange(base, queries.buckets, range),
    queryRange(base, queries.cpu, range),
  ]);
  return { requests, buckets, cpu };
}

type Answer =
  | { status: 'success'; data: { resultType: 'matrix'; result: Series[] } }
  | { status: 'error'; error: string };

function parsed(text: string): Answer | undefined {
  try {
    const answer = JSON.parse(text);
    if (answer?.status === 'error' && typeof answer.error === 'string') return answer;
    return answer?.status === 'success' && Array.isArray(answer.data?.result) ? answer : undefined;
  } catch {
    return undefined;
  }
}
