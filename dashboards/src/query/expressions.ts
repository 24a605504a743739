/** Per second. The rate is always taken before the sum, so that a restart of one process is no dip of all. */
export const rate = (series: string): string => `rate(${series}[$__rate_interval])`;

/** Over a fixed time, e.g. `1h`. */
export const increase = (series: string, range: string): string => `increase(${series}[${range}])`;

export const sumBy = (labels: readonly string[], vector: string): string => aggregate('sum', labels, vector);
export const maxBy = (labels: readonly string[], vector: string): string => aggregate('max', labels, vector);
export const minBy = (labels: readonly string[], vector: string): string => aggregate('min', labels, vector);
export const avgBy = (labels: readonly string[], vector: string): string => aggregate('avg', labels, vector);
export const countBy = (labels: readonly string[], vector: string): string =>
  aggregate('count', labels, vector);

function aggregate(operator: string, labels: readonly string[], vector: string): string {
  return labels.length === 0 ? `${operator}(${vector})` : `${operator} by (${labels.join(', ')}) (${vector})`;
}

/** Of the observations in the buckets; no result (and not NaN) where nothing was observed. */
export const quantile = (q: number, labels: readonly string[], buckets: string): string =>
  `histogram_quantile(${q}, ${sumBy([...labels, 'le'], rate(buckets))}) >= 0`;

/** The share of `all` that is `part`: 0 where there is none of it, no result where there is nothing at all. */
export function share(labels: readonly string[], part: string, all: string): string {
  const whole = sumBy(labels, all);
  return `(${sumBy(labels, part)} or ${whole} * 0) / (${whole} > 0)`;
}

/** The mean of the observations of a histogram; no result where nothing was observed. */
export const mean = (labels: readonly string[], sum: string, count: string): string =>
  `${sumBy(labels, rate(sum))} / (${sumBy(labels, rate(count))} > 0)`;

/**
 * What was never counted has no series: 0 where `alive` shows that somebody would have counted, no result elsewhere. Labels
 * that only a count has are `none` on that 0.
 */
export function orZero(
  labels: readonly string[],
  vector: string,
  alive: string,
  onlyCounted: readonly string[] = [],
): string {
  const zero = onlyCounted.reduce(
    (inner, label) => `label_replace(${inner}, "${label}", "none", "", "")`,
    `${sumBy(labels, alive)} * 0`,
  );
  return `${vector} or ${zero}`;
}
