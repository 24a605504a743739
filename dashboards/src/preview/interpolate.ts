/** What Grafana does with the variables of a query, when everything is chosen. */
export interface Interpolation {
  readonly environment: string;
  /** Seconds; Grafana's `$__rate_interval`. */
  readonly rateInterval: number;
  /** What “All” stands for; a variable that is not here has no such list and stands for anything. */
  readonly all?: Readonly<Record<string, readonly string[]>>;
}

export function interpolate(expr: string, { environment, rateInterval, all = {} }: Interpolation): string {
  return expr
    .replaceAll('$__rate_interval', `${rateInterval}s`)
    .replaceAll('"$environment"', JSON.stringify(environment))
    .replaceAll(/"\$(job|instance)"/g, '".+"')
    .replaceAll(/"\$([a-z]+)"/g, (_, variable) => JSON.stringify(all[variable]?.join('|') ?? '.*'));
}

/** Grafana's rule: at least four scrapes, so that one that failed leaves no gap. */
export const rateIntervalOf = (stepSeconds: number, scrapeSeconds: number): number =>
  Math.max(stepSeconds + scrapeSeconds, 4 * scrapeSeconds);

/** `{{service}} in {{region}}` with the labels of a series. */
export const legendOf = (legend: string, labels: Readonly<Record<string, string>>): string =>
  legend
    .replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The labels that a legend needs. */
export const labelsIn = (legend: string): string[] =>
  [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = '']) => label);
