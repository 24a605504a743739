import { select } from '@attest/slo';
import type { AlertContext, AlertDraft, AlertKindDefinition } from '../alert.js';
import { seriesOf } from '../case.js';
import { counterCases, gaugeCases } from '../testing/threshold-cases.js';

/** The service that the failover controller calls itself. */
const controller = 'failover-controller';

/** What the failover controller says of itself. */
const failover =
  (name: string, severity: AlertDraft['severity'], states: readonly string[], says: AlertDraft['says']) =>
  ({ environment }: AlertContext): AlertDraft[] => [
    {
      name,
      severity,
      service: controller,
      region: 'all',
      promise: 'failover',
      expr: `max by (environment) (${select('failover_state', { environment, state: states.length === 1 ? (states[0] ?? '') : `=~${states.join('|')}` })}) == 1`,
      forSeconds: 0,
      pace: 'fast',
      figure: 'count',
      says,
      dashboard: 'failover_and_data',
      metrics: ['failover_state'],
      cases: states.flatMap((state) =>
        gaugeCases({
          series: seriesOf('failover_state', { environment, state, service: controller, region: 'outside' }),
          bad: 1,
          good: 0,
          forSeconds: 0,
          exactly: { figure: '1' },
          twin: 'good',
          beside: [
            {
              series: seriesOf('failover_state', {
                environment,
                state: 'monitoring',
                service: controller,
                region: 'outside',
              }),
              values: '1x600',
            },
          ],
        }).map((it) => ({ ...it, name: `${state}: ${it.name}` })),
      ),
    },
  ];

const canary =
  (
    name: string,
    severity: AlertDraft['severity'],
    decision: string,
    says: (service: string) => AlertDraft['says'],
  ) =>
  ({ platform, environment }: AlertContext): AlertDraft[] => {
    if (platform.delivery.canary === undefined) return [];
    const metric = 'canary_decisions_total';
    return platform.services.map(({ id: service }) => ({
      name,
      severity,
      service,
      region: 'all',
      promise: 'canary',
      expr: `sum by (environment) (increase(${select(metric, { environment, service, decision })}[10m])) > 0`,
      forSeconds: 0,
      // The rollout tells its own channels at once; nobody waits for this.
      pace: 'slow',
      figure: 'count',
      says: says(service),
      dashboard: 'service_health',
      metrics: [metric],
      cases: counterCases({
        series: seriesOf(metric, { environment, service, decision, region: 'outside' }),
        window: '10m',
        figure: '3',
        others: [
          seriesOf(metric, { environment, service: 'other', decision, region: 'outside' }),
          seriesOf(metric, { environment, service, decision: 'promote', region: 'outside' }),
        ],
      }),
    }));
  };

export const rolloutKinds = {
  failover_running: {
    title: 'A failover is under way',
    derive: failover('failover_running', 'info', ['failing_over', 'compensating'], () => ({
      summary: 'A failover is under way',
      description:
        'The controller tells its own channels of every step. Change nothing by hand before it has ended.',
    })),
  },
  failover_completed: {
    title: 'A failover has completed',
    derive: failover('failover_completed', 'info', ['completed'], () => ({
      summary: 'A failover has completed',
      description:
        'Another region serves. The lost one has to be reseeded before there is somewhere to fail over to again.',
    })),
  },
  failover_failed: {
    title: 'A failover was refused or has failed',
    derive: failover('failover_failed', 'critical', ['refused', 'failed'], () => ({
      summary: 'A failover was refused or has failed',
      description:
        'The controller has stopped and waits for a person; its notice says why and what to do. Until then the platform is down, or without a region to fail over to.',
    })),
  },
  canary_rolled_back: {
    title: 'A canary was rolled back',
    derive: canary('canary_rolled_back', 'warning', 'rollback', (service) => () => ({
      summary: `${service}: the new revision was rolled back`,
      description:
        'The judge found it worse than the revision that it was to replace. Users are served by the old one.',
    })),
  },
  canary_undecided: {
    title: 'A canary could not be judged',
    derive: canary('canary_undecided', 'info', 'inconclusive', (service) => () => ({
      summary: `${service}: the new revision could not be judged`,
      description: 'Too little was measured to say whether it is good. It was not promoted.',
    })),
  },
} satisfies Record<string, AlertKindDefinition>;
