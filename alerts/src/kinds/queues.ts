import { select } from '@attest/slo';
import type { AlertKindDefinition } from '../alert.js';
import { seriesOf } from '../case.js';
import { humanize } from '../humanize.js';
import { counterCases, gaugeCases } from '../testing/threshold-cases.js';

const look = '15m';

export const queueKinds = {
  queue_stuck: {
    title: 'Nobody works on a queue',
    derive: ({ platform, environment }) =>
      platform.workers.flatMap(({ id: service, queues, timeoutSeconds, metricMap }) =>
        queues.map((queue) => {
          const metric = metricMap?.queue_oldest_job_age_seconds ?? 'queue_oldest_job_age_seconds';
          const limit = humanize.duration(timeoutSeconds);
          return {
            name: 'queue_stuck',
            severity: 'critical',
            service,
            region: 'all',
            promise: 'queue-age',
            labels: { queue },
            expr: `max by (environment) (${select(metric, { environment, queue })}) > ${timeoutSeconds}`,
            forSeconds: 60,
            pace: 'fast',
            figure: 'duration',
            says: ({ figure }) => ({
              summary: `${service}: the oldest job of ${queue} has waited for ${figure}`,
              description: `Longer than a job may take (${limit}), so that it is not one long job that holds up the others. No work is lost while it waits.`,
            }),
            dashboard: 'gpu_and_queues',
            metrics: ['queue_oldest_job_age_seconds'],
            cases: gaugeCases({
              series: seriesOf(metric, { environment, queue, service }),
              bad: timeoutSeconds + 1,
              good: timeoutSeconds,
              forSeconds: 60,
              exactly: { figure: humanize.duration(timeoutSeconds + 1) },
              twin: 'good',
              others: [
                {
                  series: seriesOf(metric, { environment, queue: 'other', service }),
                  value: timeoutSeconds + 9,
                },
              ],
            }),
          };
        }),
      ),
  },

  dead_letters: {
    title: 'Jobs are given up',
    derive: ({ platform, environment }) =>
      platform.workers.flatMap(({ id: service, queues, metricMap }) =>
        queues.map((queue) => {
          const metric = metricMap?.queue_dead_letter_total ?? 'queue_dead_letter_total';
          return {
            name: 'dead_letters',
            severity: 'warning',
            service,
            region: 'all',
            promise: 'queue-success',
            labels: { queue },
            expr: `sum by (environment) (increase(${select(metric, { environment, queue })}[${look}])) > 0`,
            forSeconds: 0,
            pace: 'fast',
            figure: 'count',
            says: ({ figure }) => ({
              summary: `${service}: ${figure} jobs of ${queue} were given up`,
              description: `All their attempts have failed within the last ${look}. They stay in the dead-letter queue until somebody decides.`,
            }),
            dashboard: 'gpu_and_queues',
            metrics: ['queue_dead_letter_total'],
            cases: counterCases({
              series: seriesOf(metric, { environment, queue, service }),
              window: look,
              figure: '3',
              others: [seriesOf(metric, { environment, queue: 'other', service })],
            }),
          };
        }),
      ),
  },
} satisfies Record<string, AlertKindDefinition>;
