import { longestPeriodSeconds } from '@attest/platform';
import { databaseService, select } from '@attest/slo';
import type { AlertContext, AlertDraft, AlertKindDefinition } from '../alert.js';
import { type Case, seriesOf } from '../case.js';
import { humanize } from '../humanize.js';
import { counterCases, gaugeCases } from '../testing/threshold-cases.js';

const day = 24 * 3600;

/** Ages are measured against time(), which starts at 0 in a test: what happened then is as old as the test. */
function ageCases(
  series: string,
  limit: number,
  labels?: Record<string, string>,
  /** Series that the alert must not read, or whose age does not count: as new as can be. */
  others: readonly string[] = [],
  /** Series whose age does not count: as old as can be. */
  older: readonly string[] = [],
): Case[] {
  const always = [
    ...others.map((other) => ({ series: other, values: '1000000000x100' })),
    ...older.map((other) => ({ series: other, values: '0x100' })),
  ];
  const minutes = Math.ceil(limit / 60);
  const steps = Math.min(60, minutes);
  const interval = `${Math.ceil(minutes / steps)}m` as const;
  const length = Math.ceil(minutes / steps) * 60;
  const firesAt = Math.floor(limit / length) + 1;
  const at = (step: number) => `${step * Math.ceil(minutes / steps)}m` as const;
  return [
    {
      name: 'too old, and then renewed',
      interval,
      evaluation: interval,
      series: [{ series, values: `0x${firesAt} ${firesAt * length}x8` }, ...always],
      expectations: [
        { at: at(firesAt - 1), firing: 0 },
        {
          at: at(firesAt),
          firing: 1,
          exactly: { figure: humanize.duration(firesAt * length), ...(labels && { labels }) },
        },
        { at: at(firesAt + 2), firing: 0 },
      ],
    },
    {
      name: 'no series',
      interval,
      evaluation: interval,
      series: [],
      expectations: [{ at: at(firesAt), firing: 0 }],
    },
  ];
}

const budget =
  (
    name: string,
    severity: AlertDraft['severity'],
    metric: 'cost_day_usd' | 'cost_day_forecast_usd',
    forSeconds: number,
    wanted: (monitoring: NonNullable<AlertContext['platform']['cost']['monitoring']>) => boolean,
    says: (figure: string, budgetUsd: number) => { summary: string; description: string },
  ) =>
  ({ platform, environment }: AlertContext): AlertDraft[] => {
    const { monitoring } = platform.cost;
    if (monitoring === undefined || !wanted(monitoring)) return [];
    const limit = monitoring.dailyBudgetUsd;
    return [
      {
        name,
        severity,
        service: 'cost',
        region: 'all',
        promise: 'cost',
        expr: `sum by (environment) (${select(metric, { environment })}) > ${limit}`,
        forSeconds,
        pace: 'fast',
        figure: 'usd',
        says: ({ figure }) => says(figure, limit),
        dashboard: 'cost_analysis',
        metrics: [metric],
        cases: gaugeCases({
          series: seriesOf(metric, { environment, service: 'cost', region: 'outside' }),
          bad: limit + 0.01,
          good: limit,
          forSeconds,
          exactly: { figure: humanize.usd(limit + 0.01) },
        }),
      },
    ];
  };

/** Below the renewal at a third of 90 days (https://letsencrypt.org/docs/integration-guide/), and when it is nearly too late. */
const certificateLimits = [
  { severity: 'warning', days: 21 },
  { severity: 'critical', days: 3 },
] as const;

export const operationsKinds = {
  backup_too_old: {
    title: 'The newest backup is too old',
    derive: ({ platform, environment }) => {
      const { database } = platform.backups;
      const metric = 'backup_last_success_timestamp_seconds';
      if (database === undefined) return [];
      const limit = 2 * longestPeriodSeconds[database.frequency];
      return database.locations.map(({ region }) => ({
        name: 'backup_too_old',
        severity: 'warning',
        service: databaseService,
        region,
        promise: 'backups',
        expr: `time() - max by (environment) (${select(metric, { environment, location: region })}) > ${limit}`,
        forSeconds: 0,
        pace: 'fast',
        figure: 'duration',
        says: ({ figure }) => ({
          summary: `the newest backup in ${region} is ${figure} old`,
          description: `Backups are promised ${database.frequency}, and two in a row are missing. What was written since is in no backup.`,
        }),
        dashboard: 'failover_and_data',
        metrics: [metric],
        cases: ageCases(
          seriesOf(metric, { environment, location: region }),
          limit,
          undefined,
          [seriesOf(metric, { environment, location: 'other' })],
          [seriesOf(metric, { environment, location: region, instance: 'older' })],
        ),
      }));
    },
  },

  secret_too_old: {
    title: 'Secrets were not rotated in time',
    derive: ({ platform, environment }) => {
      const { secrets } = platform.security;
      const metric = 'secret_rotated_timestamp_seconds';
      if (secrets === undefined) return [];
      const limit = longestPeriodSeconds[secrets.rotation];
      return [
        {
          name: 'secret_too_old',
          severity: 'warning',
          service: 'secrets',
          region: 'all',
          promise: 'secrets',
          expr: `time() - min by (environment, secret) (${select(metric, { environment })}) > ${limit}`,
          forSeconds: 0,
          pace: 'fast',
          figure: 'duration',
          says: ({ label, figure }) => ({
            summary: `${label('secret')} were last rotated ${figure} ago`,
            description: `A ${secrets.rotation} rotation is promised.`,
          }),
          dashboard: 'infrastructure_overview',
          metrics: [metric],
          // One secret may be reported from several places: the oldest counts, and those of other names do not.
          cases: ageCases(seriesOf(metric, { environment, secret: 'keys' }), limit, { secret: 'keys' }, [
            seriesOf(metric, { environment, secret: 'keys', instance: 'newer' }),
            seriesOf(metric, { environment, secret: 'other' }),
          ]),
        },
      ];
    },
  },

  certificate_expiring: {
    title: 'A certificate is about to expire',
    derive: ({ environment }) => {
      const metric = 'certificate_expiry_timestamp_seconds';
      return certificateLimits.map(({ severity, days }) => ({
        name: 'certificate_expiring',
        severity,
        service: 'certificates',
        region: 'all',
        promise: 'certificates',
        expr: `min by (environment, host) (${select(metric, { environment })}) - time() < ${days * day}`,
        forSeconds: 600,
        pace: 'fast',
        figure: 'duration',
        says: ({ label, figure }) => ({
          summary: `the certificate of ${label('host')} expires in ${figure}`,
          description: `It should have been renewed ${days > 7 ? 'by now' : 'weeks ago'}; when it expires, no client connects any more.`,
        }),
        dashboard: 'infrastructure_overview',
        metrics: [metric],
        cases: [
          {
            name: 'less than the limit left, for long enough',
            interval: '1m',
            evaluation: '1m',
            series: [
              {
                series: seriesOf(metric, { environment, host: 'a.example' }),
                values: `${days * day + 60}x40`,
              },
              // The same host elsewhere, already renewed: the first to expire counts.
              {
                series: seriesOf(metric, { environment, host: 'a.example', instance: 'renewed' }),
                values: `${days * day * 2}x40`,
              },
            ],
            expectations: [
              { at: '11m', firing: 0 },
              {
                at: '12m',
                firing: 1,
                exactly: {
                  figure: humanize.duration(days * day + 60 - 720),
                  labels: { host: 'a.example' },
                  // Who is nearly too late is also late.
                  alsoFiring: (other) => severity === 'critical' && other.severity === 'warning',
                },
              },
            ],
          },
          {
            name: 'just enough left, and renewed',
            interval: '1m',
            evaluation: '1m',
            series: [
              {
                series: seriesOf(metric, { environment, host: 'a.example' }),
                values: `${days * day + 1800}x29 ${days * day + 9000}x30`,
              },
            ],
            expectations: [
              { at: '29m', firing: 0 },
              { at: '45m', firing: 0 },
            ],
          },
          {
            name: 'no series',
            interval: '1m',
            evaluation: '1m',
            series: [],
            expectations: [{ at: '15m', firing: 0 }],
          },
        ],
      }));
    },
  },

  daily_budget_exceeded: {
    title: 'The daily budget is exceeded',
    derive: budget(
      'daily_budget_exceeded',
      'warning',
      'cost_day_usd',
      0,
      () => true,
      (figure, limit) => ({
        summary: `today has cost ${figure}, the budget is ${limit} USD`,
        description: 'The day (UTC) is not over.',
      }),
    ),
  },
  daily_budget_forecast: {
    title: 'The daily budget will be exceeded',
    derive: budget(
      'daily_budget_forecast',
      'info',
      'cost_day_forecast_usd',
      1800,
      ({ forecastAlerts }) => forecastAlerts,
      (figure, limit) => ({
        summary: `today will cost about ${figure}, the budget is ${limit} USD`,
        description:
          'Forecast from the hours so far and the weeks before, and it has said so for half an hour.',
      }),
    ),
  },
  cost_anomaly: {
    title: 'An hour cost far more or less than expected',
    derive: ({ platform, environment }) => {
      const metric = 'cost_anomalies_total';
      if (!platform.cost.monitoring?.anomalyDetection) return [];
      return [
        {
          name: 'cost_anomaly',
          severity: 'info',
          service: 'cost',
          region: 'all',
          promise: 'cost',
          expr: `sum by (environment, resource_type) (increase(${select(metric, { environment })}[2h])) > 0`,
          forSeconds: 0,
          pace: 'fast',
          figure: 'count',
          says: ({ label }) => ({
            summary: `the cost of ${label('resource_type')} is not what was expected`,
            description: 'An hour of the last two was far from the forecast.',
          }),
          dashboard: 'cost_analysis',
          metrics: [metric],
          cases: counterCases({
            series: seriesOf(metric, { environment, resource_type: 'compute' }),
            window: '2h',
            figure: '3',
            labels: { resource_type: 'compute' },
          }),
        },
      ];
    },
  },
} satisfies Record<string, AlertKindDefinition>;
