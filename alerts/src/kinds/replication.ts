import { databaseService, select } from '@attest/slo';
import type { AlertKindDefinition } from '../alert.js';
import { seriesOf } from '../case.js';
import { humanize } from '../humanize.js';
import { counterCases, gaugeCases } from '../testing/threshold-cases.js';

/** Where the catalog aims at nothing: longer than any checkpoint or batch makes a standby wait. */
const defaultLagSeconds = 30;

export const replicationKinds = {
  replication_lagging: {
    title: 'A standby is far behind the primary',
    derive: ({ environment, objectives }) => {
      const aim = objectives.find(({ kind }) => kind === 'replication-lag')?.indicator;
      const limit = aim?.kind === 'replication-lag' ? aim.thresholdSeconds : defaultLagSeconds;
      const metric = 'replication_lag_seconds';
      return [
        {
          name: 'replication_lagging',
          severity: 'warning',
          service: databaseService,
          region: 'all',
          promise: 'replication-lag',
          expr: `max by (environment, standby) (${select(metric, { environment })}) > ${limit}`,
          forSeconds: 120,
          pace: 'fast',
          figure: 'duration',
          says: ({ label, figure }) => ({
            summary: `the standby in ${label('standby')} is ${figure} behind`,
            description: `More than ${limit} s for at least two minutes. Where commits wait for it they are as slow, and a failover to it would have to wait.`,
          }),
          dashboard: 'failover_and_data',
          metrics: [metric],
          cases: gaugeCases({
            series: seriesOf(metric, { environment, standby: 'somewhere', service: 'postgres' }),
            bad: limit + 1,
            good: limit,
            forSeconds: 120,
            exactly: { figure: humanize.duration(limit + 1), labels: { standby: 'somewhere' } },
            twin: 'good',
          }),
        },
      ];
    },
  },

  no_synchronous_standby: {
    title: 'Too few standbys confirm commits',
    derive: ({ platform, environment }) => {
      const { mode, quorum } = platform.failover.replication;
      const metric = 'replication_synchronous_standbys';
      if (mode === 'asynchronous') return [];
      return [
        {
          name: 'no_synchronous_standby',
          severity: 'critical',
          service: databaseService,
          region: 'all',
          promise: 'data-loss',
          expr: `max by (environment) (${select(metric, { environment })}) < ${quorum}`,
          forSeconds: 60,
          pace: 'fast',
          figure: 'count',
          says: ({ figure }) => ({
            summary: `${figure} standbys confirm commits, ${quorum} must`,
            description:
              'For at least a minute. Commits wait for a confirmation that does not come: writes stand still, and none is acknowledged that could be lost.',
          }),
          dashboard: 'failover_and_data',
          metrics: [metric],
          cases: gaugeCases({
            series: seriesOf(metric, { environment, service: 'postgres', region: 'somewhere' }),
            bad: quorum - 1,
            good: quorum,
            forSeconds: 60,
            exactly: { figure: String(quorum - 1) },
            twin: 'bad',
          }),
        },
      ];
    },
  },

  database_down: {
    title: 'A database does not answer',
    derive: () => [
      {
        name: 'database_down',
        severity: 'warning',
        service: databaseService,
        region: undefined,
        promise: 'database-availability',
        expr: 'min by (region) (pg_up) == 0',
        forSeconds: 60,
        pace: 'fast',
        figure: 'count',
        says: ({ label }) => ({
          summary: `the database in ${label('region')} does not answer`,
          description:
            'For at least a minute. Of the primary, the failover controller knows it too, and database_availability_burn pages; of a standby, there is one fewer to fail over to.',
        }),
        dashboard: 'failover_and_data',
        metrics: ['pg_up'],
        cases: gaugeCases({
          series: seriesOf('pg_up', { region: 'somewhere', instance: 'db-1' }),
          bad: 0,
          good: 1,
          forSeconds: 60,
          exactly: { figure: '0', labels: { region: 'somewhere' } },
          twin: 'good',
        }),
      },
    ],
  },

  data_loss: {
    title: 'Acknowledged writes were lost',
    derive: ({ environment }) => {
      const metric = 'failover_lost_writes_total';
      return [
        {
          name: 'data_loss',
          severity: 'critical',
          service: databaseService,
          region: 'all',
          promise: 'data-loss',
          expr: `sum by (environment) (increase(${select(metric, { environment })}[1h])) > 0`,
          forSeconds: 0,
          pace: 'fast',
          figure: 'count',
          says: ({ figure }) => ({
            summary: `${figure} acknowledged writes are missing on the new primary`,
            description:
              'The failover promised to lose none. Keep the old primary as it is: what is missing may still be on its disk.',
          }),
          dashboard: 'failover_and_data',
          metrics: [metric],
          cases: counterCases({
            series: seriesOf(metric, { environment, service: 'failover-controller', region: 'outside' }),
            window: '1h',
            figure: '3',
          }),
        },
      ];
    },
  },
} satisfies Record<string, AlertKindDefinition>;
