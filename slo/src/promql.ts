export interface Selection {
  service: string;
  environment: string;
}

/** `{environment="production",service="shop-api"}`; values are escaped. */
export function matching({ service, environment }: Selection, more?: string): string {
  const matchers = [`environment=${quote(environment)}`, `service=${quote(service)}`];
  return `{${[...matchers, ...(more ? [more] : [])].join(',')}}`;
}

/** A PromQL string literal. JSON escapes a superset of what PromQL needs, by the same rules. */
export const quote = (text: string): string => JSON.stringify(text);

/**
 * Sums a series of the edge by service, region and environment. At the edge the region that answers is the label `origin`;
 * `region` is where the edge itself stands. Summed before it is renamed, so that several edges cannot collide.
 */
export function sumByServiceAndRegion(series: string, ...further: string[]): string {
  const labels = ['environment', 'service', ...further];
  const byOrigin = `sum by (${[...labels, 'origin'].join(', ')}) (${series})`;
  return `sum by (${[...labels, 'region'].join(', ')}) (label_replace(${byOrigin}, "region", "$1", "origin", "(.+)"))`;
}
