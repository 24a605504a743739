/** Where the links in a dashboard lead. */
export interface GrafanaLinks {
  /** The runbook of an alert is at `<runbooks>/<alert>`. */
  readonly runbooks: string;
}

/** Placeholder (RFC 2606) until a platform says where it serves them. */
export const defaultGrafanaLinks: GrafanaLinks = { runbooks: 'https://runbooks.example.com' };
