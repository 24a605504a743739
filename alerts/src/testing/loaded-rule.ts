/** A rule as Prometheus reads it from a file: one that alerts, or one that records. */
export interface LoadedRule {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
