/** What is selected beside the environment: label → value. A value that begins with an operator (`=~`, `!~`, `!=`) keeps it. */
export type Matchers = Readonly<Record<string, string>>;

export interface Selection {
  service: string;
  environment: string;
}

/** `{environment="production",service="shop-api"}`; values are escaped. */
export function matching({ service, environment }: Selection, more?: string): string {
  const matchers = [`environment=${quote(environment)}`, `service=${quote(service)}`];
  return `{${[...matchers, ...(more ? [more] : [])].join(',')}}`;
}

/** `metric{environment="production",outcome="failure"}`. */
export function select(metric: string, matchers: Matchers): string {
  const all = Object.entries(matchers).map(([label, value]) => {
    const [, operator = '=', text = ''] = /^(=~|!~|!=)?([\s\S]*)$/.exec(value) ?? [];
    return `${label}${operator}${quote(text)}`;
  });
  return all.length === 0 ? metric : `${metric}{${all.join(',')}}`;
}

/** A PromQL string literal. JSON escapes a superset of what PromQL needs, by the same rules. */
export const quote = (text: string): string => JSON.stringify(text);

/**
 * Matches the bucket of a classic histogram. Prometheus 3 stores whole numbers as `1.0`, earlier versions and promtool's tests
 * keep the `1` of the program (https://prometheus.io/docs/prometheus/latest/migration/, "le and quantile label values").
 */
export const bucket = (boundary: number): string =>
  Number.isInteger(boundary) ? `=~${boundary}(\\.0)?` : String(boundary);

/**
 * Sums a series of the edge by service, region and environment. At the edge the region that answers is the label `origin`;
 * `region` is where the edge itself stands. Summed before it is renamed, so that several edges cannot collide.
 */
export function sumByServiceAndRegion(series: string, ...further: string[]): string {
  const labels = ['environment', 'service', ...further];
  const byOrigin = `sum by (${[...labels, 'origin'].join(', ')}) (${series})`;
  return `sum by (${[...labels, 'region'].join(', ')}) (label_replace(${byOrigin}, "region", "$1", "origin", "(.+)"))`;
}
