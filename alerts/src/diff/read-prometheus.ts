import { AlertsError } from '../alerts-error.js';
import type { LoadedRule } from './loaded-rule.js';
import { seriesNames } from './series-names.js';

/** A live Prometheus, or what speaks its API. */
export interface PrometheusApi {
  /** `data` of a successful answer; rejects otherwise. `path` begins with `/api/v1/`. */
  get(path: string): Promise<unknown>;
}

export interface ApiRule {
  type?: string;
  name?: string;
  query?: string;
  duration?: number;
  labels?: Record<string, string>;
}

/** @throws AlertsError `not-a-prometheus` */
export async function readLoadedRules(api: PrometheusApi): Promise<LoadedRule[]> {
  const data = await api.get('/api/v1/rules').catch((cause: unknown) => {
    throw notAPrometheus(cause);
  });
  const groups = (data as { groups?: { name?: string; rules?: ApiRule[] }[] } | null)?.groups;
  if (!Array.isArray(groups)) throw notAPrometheus(undefined);
  const rules = groups.flatMap(({ name = '', rules: its = [] }) =>
    its.map((rule) => ({
      group: name,
      kind: rule.type === 'alerting' ? ('alert' as const) : ('record' as const),
      name: rule.name ?? '',
      expr: rule.query ?? '',
      forSeconds: rule.duration ?? 0,
      labels: rule.labels ?? {},
    })),
  );
  return canonical(api, rules);
}

/** Expressions as this Prometheus formats them, so that line breaks and brackets make no difference. */
export async function canonical(
  api: PrometheusApi,
  rules: readonly Omit<LoadedRule, 'reads'>[],
): Promise<LoadedRule[]> {
  const formatted: LoadedRule[] = [];
  for (const rule of rules) {
    const expr = await api
      .get(`/api/v1/format_query?query=${encodeURIComponent(rule.expr)}`)
      // What has the API of the rules need not have this one; then only the spaces are made equal.
      .catch(() => rule.expr);
    formatted.push({ ...rule, expr: String(expr).replaceAll(/\s+/g, ' '), reads: seriesNames(rule.expr) });
  }
  return formatted;
}

const notAPrometheus = (cause: unknown): AlertsError =>
  new AlertsError(
    'not-a-prometheus',
    `no rules can be read: ${cause instanceof Error ? cause.message : 'the answer has no groups of rules'}`,
    'give the URL of a Prometheus (or Mimir, Thanos Ruler) whose /api/v1/rules can be read',
    { cause },
  );
