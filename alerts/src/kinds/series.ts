import type { ExternalMetricName, MetricName } from '@attest/instrumentation/contract';
import { type Gpu, gpuService } from '@attest/platform';
import { databaseService, type Matchers, select } from '@attest/slo';
import type { AlertContext, AlertDraft, AlertKindDefinition } from '../alert.js';
import { type Case, seriesOf } from '../case.js';
import { gaugeCases } from '../testing/threshold-cases.js';

/** A series that is there as long as what it speaks of is watched. */
interface Expected {
  service: string;
  region: string;
  metric: MetricName | ExternalMetricName;
  matchers: Record<string, string>;
  what: string;
}

/** Whatever the catalog names says something of itself: a service that says nothing violates no objective. */
function expected({ platform }: AlertContext): Expected[] {
  const { services, workers, gpu } = platform;
  const build = 'build_info';
  return [
    ...services.flatMap(({ id: service }): Expected[] => [
      { service, region: 'all', metric: build, matchers: { service }, what: 'no instance reports' },
      {
        service,
        region: 'all',
        metric: 'edge_origin_healthy',
        matchers: { service },
        what: 'the edge says nothing of it',
      },
    ]),
    ...workers.flatMap(({ id: service, queues }) =>
      queues.map(
        (queue): Expected => ({
          service,
          region: 'all',
          metric: 'queue_oldest_job_age_seconds',
          matchers: { queue },
          what: `nobody reports the queue ${queue}`,
        }),
      ),
    ),
    ...(gpu === undefined ? [] : clusters(gpu)),
    {
      service: databaseService,
      region: 'all',
      metric: 'replication_synchronous_standbys',
      matchers: {},
      what: 'no database reports its replication',
    },
  ];
}

const clusters = (gpu: Gpu): Expected[] =>
  gpu.clusters.map(({ region, gpuType }) => {
    const service = gpuService(gpu);
    return {
      service,
      region,
      metric: 'build_info',
      matchers: { service, region },
      what: `no worker of the ${gpuType} cluster reports`,
    };
  });

const forSeconds = 300;

function missing(environment: string, { service, region, metric, matchers, what }: Expected): AlertDraft {
  const all: Matchers = { environment, ...matchers };
  const series = seriesOf(metric, { ...all });
  const interval = '15s';
  // What is there of others is not what is missing.
  const others = Object.keys(all).map((label) => ({
    series: seriesOf(metric, { ...all, [label]: 'other' }),
    values: '1x600',
  }));
  const make = (name: string, values: string, expectations: Case['expectations']): Case => ({
    name,
    interval,
    series: [...(values === '' ? [] : [{ series, values }]), ...others],
    expectations,
  });
  return {
    name: 'missing_series',
    severity: 'warning',
    service,
    region,
    promise: 'monitoring',
    labels: { series: metric, ...matchers },
    expr: `absent(${select(metric, all)})`,
    forSeconds,
    pace: 'fast',
    figure: 'count',
    says: () => ({
      summary: `${service}${region === 'all' ? '' : ` in ${region}`}: ${what}`,
      description: `The series ${metric} has been missing for at least five minutes. Nothing is known of it, and the alerts that read it cannot fire.`,
    }),
    dashboard: 'infrastructure_overview',
    metrics: [metric],
    cases: [
      make('never there', '', [
        { at: '4m', firing: 0 },
        { at: '6m', firing: 1, exactly: { figure: '1', alsoFiring: () => true } },
      ]),
      make('there', '1x60', [{ at: '12m', firing: 0 }]),
      make('there, and then not any more, and back', '1x8 _x60 1x40', [
        { at: '5m', firing: 0 },
        { at: '14m', firing: 1 },
        { at: '19m', firing: 0 },
      ]),
    ],
  };
}

const targets = (environment: string, service: string): string =>
  select('up', { environment: `=~|${environment}`, service });

export const seriesKinds = {
  missing_series: {
    title: 'Something that the catalog names is not watched',
    derive: (context) => expected(context).map((one) => missing(context.environment, one)),
  },

  target_down: {
    title: 'A target cannot be scraped',
    derive: ({ environment }) => [
      {
        name: 'target_down',
        severity: 'warning',
        service: undefined,
        region: undefined,
        promise: 'monitoring',
        // A target that no service is written on is called by its job; one without an environment is of this one.
        expr: `(${targets(environment, '!=')} or label_replace(${targets(environment, '')}, "service", "$1", "job", "(.+)")) == 0`,
        forSeconds: 120,
        pace: 'fast',
        figure: 'count',
        says: ({ label }) => ({
          summary: `${label('service')}: ${label('instance')} cannot be scraped`,
          description:
            'For at least two minutes. It is down, or unreachable for Prometheus; what it measured meanwhile is not known.',
        }),
        dashboard: 'infrastructure_overview',
        metrics: ['up'],
        cases: [
          ...gaugeCases({
            series: seriesOf('up', { job: 'edge', instance: 'edge-1', region: 'outside' }),
            bad: 0,
            good: 1,
            forSeconds: 120,
            exactly: {
              figure: '0',
              labels: { job: 'edge', instance: 'edge-1', region: 'outside', service: 'edge' },
            },
          }),
          {
            name: 'a target that its service is written on',
            interval: '15s',
            series: [
              {
                series: seriesOf('up', {
                  job: 'pods',
                  instance: 'a:1',
                  region: 'r',
                  service: 'shop',
                  environment,
                }),
                values: '0x20',
              },
              // One of another environment, that no service is written on.
              {
                series: seriesOf('up', {
                  job: 'edge',
                  instance: 'b:1',
                  region: 'r',
                  environment: 'elsewhere',
                }),
                values: '0x20',
              },
            ],
            expectations: [
              {
                at: '3m',
                firing: 1,
                exactly: {
                  figure: '0',
                  labels: { job: 'pods', instance: 'a:1', region: 'r', service: 'shop' },
                },
              },
            ],
          },
        ],
      },
    ],
  },
} satisfies Record<string, AlertKindDefinition>;
