/** A rule as a Prometheus that has loaded it tells (`GET /api/v1/rules`), or as ours would be told. */
export interface LoadedRule {
  group: string;
  kind: 'alert' | 'record';
  name: string;
  /** In the one way in which this Prometheus writes it. */
  expr: string;
  forSeconds: number;
  labels: Readonly<Record<string, string>>;
  /** Names of the series that the expression reads. */
  reads: readonly string[];
}
