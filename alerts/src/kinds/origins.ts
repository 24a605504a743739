import { select } from '@attest/slo';
import type { AlertKindDefinition } from '../alert.js';
import { seriesOf } from '../case.js';
import { gaugeCases } from '../testing/threshold-cases.js';

const metric = 'edge_origin_healthy';

/** What the health checks of the edge say, which need no traffic. */
export const originKinds = {
  service_down: {
    title: 'The edge finds no healthy origin of a service',
    derive: ({ platform, environment }) =>
      platform.services.map(({ id: service }) => ({
        name: 'service_down',
        severity: 'critical',
        service,
        region: 'all',
        promise: 'availability',
        expr: `max by (environment) (${select(metric, { environment, service })}) == 0`,
        forSeconds: 30,
        pace: 'fast',
        figure: 'count',
        says: () => ({
          summary: `${service}: no region answers the health checks of the edge`,
          description:
            'Every origin has failed its checks for at least 30 s. Whoever asks for it now gets an error, however few ask.',
        }),
        dashboard: 'service_health',
        metrics: [metric],
        cases: gaugeCases({
          series: seriesOf(metric, { environment, service, origin: 'somewhere', region: 'outside' }),
          bad: 0,
          good: 1,
          forSeconds: 30,
          exactly: { figure: '0' },
          beside: [
            {
              series: seriesOf(metric, { environment, service, origin: 'elsewhere', region: 'outside' }),
              values: '0x600',
            },
          ],
          others: [
            { series: seriesOf(metric, { environment, service: 'other', origin: 'somewhere' }), value: 1 },
          ],
        }).map((it) => (it.name === 'no series' ? { ...it, series: [] } : it)),
      })),
  },

  origin_unhealthy: {
    title: 'One region of a service fails the health checks of the edge',
    derive: ({ platform, environment }) =>
      platform.services.map(({ id: service }) => ({
        name: 'origin_unhealthy',
        severity: 'warning',
        service,
        region: undefined,
        promise: 'availability',
        expr: `min by (environment, region) (label_replace(${select(metric, { environment, service })}, "region", "$1", "origin", "(.+)")) == 0`,
        forSeconds: 120,
        pace: 'fast',
        figure: 'count',
        says: ({ label }) => ({
          summary: `${service} in ${label('region')}: fails the health checks of the edge`,
          description:
            'For at least two minutes. The other regions answer; until it is back there is one fewer to fail over to.',
        }),
        dashboard: 'service_health',
        metrics: [metric],
        cases: gaugeCases({
          series: seriesOf(metric, { environment, service, origin: 'somewhere', region: 'outside' }),
          bad: 0,
          good: 1,
          forSeconds: 120,
          exactly: { figure: '0', labels: { region: 'somewhere' } },
          twin: 'good',
          others: [
            { series: seriesOf(metric, { environment, service: 'other', origin: 'elsewhere' }), value: 0 },
          ],
        }),
      })),
  },
} satisfies Record<string, AlertKindDefinition>;
