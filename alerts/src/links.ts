import type { AlertDraft } from './alert.js';

/** Where the links in an alert lead. */
export interface Links {
  /** The runbook of an alert is at `<runbooks>/<alert>`. */
  runbooks: string;
  /** Grafana; dashboards are at `<dashboards>/d/<uid>`. */
  dashboards: string;
}

/** Placeholders (RFC 2606) until a platform says where it serves them. */
export const defaultLinks: Links = {
  runbooks: 'https://runbooks.example.com',
  dashboards: 'https://grafana.example.com',
};

export const runbookUrl = (links: Links, alert: string): string => `${links.runbooks}/${alert}`;

export const dashboardUrl = (
  links: Links,
  dashboard: AlertDraft['dashboard'],
  service: string,
  region: string,
): string => `${links.dashboards}/d/${dashboard}?var-service=${service}&var-region=${region}`;
