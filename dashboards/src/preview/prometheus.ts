/** How the preview asks Prometheus. An interface, so that everything else is tested without one. */
export interface PrometheusClient {
  /** @throws PrometheusError */
  range(query: string, window: TimeWindow): Promise<readonly PrometheusSeries[]>;
  /** @throws PrometheusError */
  instant(query: string): Promise<readonly InstantSample[]>;
}

/** Seconds since 1970; a point every `step`. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

export interface PrometheusSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Seconds and value; NaN and infinities as they come. */
  readonly points: readonly (readonly [number, number])[];
}

export interface InstantSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export class PrometheusError extends Error {
  override readonly name = 'PrometheusError';

  constructor(
    readonly code: 'unreachable' | 'refused' | 'not-prometheus',
    message: string,
    readonly fix: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: { readonly result?: readonly Result[] };
}
interface Result {
  readonly metric: Record<string, string>;
  readonly value?: readonly [number, string];
  readonly values?: readonly (readonly [number, string])[];
}

const timeoutMs = 10_000;

/** Talks to the HTTP API of Prometheus, or of whatever answers like it (Mimir, Thanos). */
export function prometheusClient(baseUrl: string): PrometheusClient {
  const ask = async (path: string, parameters: Record<string, string>): Promise<readonly Result[]> => {
    const url = `${baseUrl.replace(/\/+$/, '')}/api/v1/${path}`;
    const answer = await post(url, parameters);
    if (answer.status !== 'success')
      throw new PrometheusError('refused', answer.error ?? 'Prometheus gave no reason', 'correct the query');
    return answer.data?.result ?? [];
  };
  return {
    async range(query, { from, to, step }) {
      const result = await ask('query_range', { query, start: `${from}`, end: `${to}`, step: `${step}` });
      return result.map(({ metric, values = [] }) => ({
        labels: metric,
        points: values.map(([at, value]) => [at, Number(value.replace('Inf', 'Infinity'))] as const),
      }));
    },
    async instant(query) {
      const result = await ask('query', { query });
      return result.map(({ metric, value }) => ({
        labels: metric,
        value: Number((value?.[1] ?? 'NaN').replace('Inf', 'Infinity')),
      }));
    },
  };
}

async function post(url: string, parameters: Record<string, string>): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(parameters).toString(),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new PrometheusError(
      'unreachable',
      `${new URL(url).origin} does not answer`,
      'start Prometheus, or name another with --prometheus',
      {
        cause,
      },
    );
  }
  try {
    return (await response.json()) as Answer;
  } catch (cause) {
    throw new PrometheusError(
      'not-prometheus',
      `${new URL(url).origin} answers with status ${response.status}, and not as Prometheus does`,
      'name the base URL of Prometheus with --prometheus, e.g. http://127.0.0.1:9090',
      { cause },
    );
  }
}
