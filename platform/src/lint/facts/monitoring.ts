import type { Source } from '../../schema/index.js';

/** How long a rule takes to reach a person or a controller with nothing configured. */
export interface AlertPath {
  scrapeSeconds: number;
  evaluationSeconds: number;
  groupWaitSeconds: number;
  sources: Source[];
}

const retrieved = '2026-11-23';

/** By the name of the monitoring provider. */
export const alertPaths: Readonly<Record<string, AlertPath>> = {
  Prometheus: {
    scrapeSeconds: 60,
    evaluationSeconds: 60,
    groupWaitSeconds: 30,
    sources: [
      {
        title: 'Prometheus: scrape_interval and evaluation_interval, default 1m',
        url: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/',
        retrieved,
      },
      {
        title: 'Alertmanager: group_wait, default 30s',
        url: 'https://prometheus.io/docs/alerting/latest/configuration/#route',
        retrieved,
      },
    ],
  },
};
