import type { Board, BoardContext } from '../board.js';
import type { Row } from '../model.js';
import { below } from '../promises.js';
import { maxBy, orZero, quantile, rate, share, sumBy } from '../query/expressions.js';
import { chosen, is, isNot } from '../query/matcher.js';

/** Does the work that customers wait for get done, and where does it pile up? */
export const gpuAndQueues: Board = (context) => ({
  name: 'gpu_and_queues',
  title: 'GPU and queues',
  description: 'Does the work that customers wait for get done in time, and where does it pile up?',
  variables: context.platform.gpu === undefined ? ['queue'] : ['queue', 'model'],
  rows: [
    promisesRow(context),
    waitingRow(context),
    jobsRow(context),
    ...(context.platform.gpu === undefined ? [] : [predictionsRow(context), gpuUseRow(context)]),
    ...(context.platform.realtime === undefined ? [] : [realtimeRow(context)]),
  ],
});

const queue = { queue: chosen('queue') };
const destination = { messaging_destination_name: chosen('queue') };
const model = { model: chosen('model') };
const gpuOf = ['provider', 'model', 'gpu'];
const gpuLegend = '{{model}} on {{provider}} {{gpu}}';

function promisesRow({ say, platform, promises }: BoardContext): Row {
  const jobs = rate(say.histogram('messaging_process_duration_seconds', 'count', destination));
  const failed = rate(
    say.histogram('messaging_process_duration_seconds', 'count', { ...destination, outcome: is('failure') }),
  );
  const predictions = rate(say.histogram('gpu_prediction_duration_seconds', 'count', model));
  const lost = rate(
    say.histogram('gpu_prediction_duration_seconds', 'count', { ...model, outcome: is('failure') }),
  );
  return {
    title: 'Does the work get done?',
    panels: [
      {
        id: 1,
        kind: 'stat',
        title: 'Oldest job that waits',
        description:
          'Age of the oldest job, by queue. It grows by a second a second when nobody works on the queue.',
        unit: 's',
        queries: [
          { expr: maxBy(['queue'], say.series('queue_oldest_job_age_seconds', queue)), legend: '{{queue}}' },
        ],
        ...(promises.jobLimit && { promise: promises.jobLimit }),
        runbook: 'queue_stuck',
      },
      {
        id: 2,
        kind: 'stat',
        title: 'Attempts that fail',
        description:
          'Share of the attempts at jobs that failed, by queue. They are tried again until their attempts are used up.',
        unit: 'percentunit',
        queries: [
          {
            expr: share(['messaging_destination_name'], failed, jobs),
            legend: '{{messaging_destination_name}}',
          },
        ],
        ...(promises.errorRate && { promise: promises.errorRate }),
      },
      {
        id: 3,
        kind: 'stat',
        title: 'Jobs given up in an hour',
        description:
          'Jobs whose attempts are used up, by queue. Each is something that a customer did not get.',
        unit: 'short',
        queries: [
          {
            expr: orZero(
              ['queue'],
              sumBy(['queue'], `increase(${say.series('queue_dead_letter_total', queue)}[1h])`),
              say.series('queue_oldest_job_age_seconds', queue),
            ),
            legend: '{{queue}}',
          },
        ],
        promise: below(1, 'none', platform.workers[0]?.section ?? platform.monitoring.section),
        runbook: 'dead_letters',
      },
      ...(platform.gpu === undefined
        ? []
        : [
            {
              id: 4,
              kind: 'stat',
              title: 'Predictions that fail',
              description: 'Share of the predictions that failed, by model.',
              unit: 'percentunit',
              queries: [{ expr: share(['model'], lost, predictions), legend: '{{model}}' }],
              ...(promises.errorRate && { promise: promises.errorRate }),
            } as const,
          ]),
    ],
  };
}

function waitingRow({ say, promises }: BoardContext): Row {
  return {
    title: 'What waits',
    panels: [
      {
        id: 11,
        kind: 'timeseries',
        title: 'Jobs by state',
        description:
          'Jobs in each queue, by state. Waiting rises and active is at its limit: too few workers. Waiting rises and active is 0: no workers.',
        unit: 'short',
        queries: [
          { expr: maxBy(['queue', 'state'], say.series('queue_jobs', queue)), legend: '{{queue}} {{state}}' },
        ],
        width: 8,
      },
      {
        id: 12,
        kind: 'timeseries',
        title: 'Age of the oldest job',
        description: 'A straight line upwards is a queue that nobody works on.',
        unit: 's',
        queries: [
          { expr: maxBy(['queue'], say.series('queue_oldest_job_age_seconds', queue)), legend: '{{queue}}' },
        ],
        ...(promises.jobLimit && { promise: promises.jobLimit }),
        width: 8,
      },
      {
        id: 13,
        kind: 'timeseries',
        title: 'Wait until the first attempt, p95',
        description: 'How long jobs waited that were begun.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.95, ['queue'], say.histogram('queue_wait_seconds', 'bucket', queue)),
            legend: '{{queue}}',
          },
        ],
        width: 8,
      },
    ],
  };
}

function jobsRow({ say, promises }: BoardContext): Row {
  const by = ['messaging_destination_name'];
  return {
    title: 'What is worked on',
    panels: [
      {
        id: 21,
        kind: 'timeseries',
        title: 'Attempts by outcome',
        description: 'Attempts a second, by queue and outcome.',
        unit: 'ops',
        queries: [
          {
            expr: sumBy(
              [...by, 'outcome'],
              rate(say.histogram('messaging_process_duration_seconds', 'count', destination)),
            ),
            legend: '{{messaging_destination_name}} {{outcome}}',
          },
        ],
        width: 6,
      },
      {
        id: 22,
        kind: 'timeseries',
        title: 'Duration of an attempt, p95',
        description: 'Near the limit, jobs are ended before they are done and are begun again.',
        unit: 's',
        queries: [
          {
            expr: quantile(
              0.95,
              by,
              say.histogram('messaging_process_duration_seconds', 'bucket', destination),
            ),
            legend: '{{messaging_destination_name}}',
          },
        ],
        ...(promises.jobLimit && { promise: promises.jobLimit }),
        width: 6,
      },
      {
        id: 23,
        kind: 'timeseries',
        title: 'Retries',
        description: 'Failed attempts a second that will be tried again.',
        unit: 'ops',
        queries: [
          {
            expr: orZero(
              ['queue'],
              sumBy(['queue'], rate(say.series('queue_retries_total', queue))),
              say.series('queue_oldest_job_age_seconds', queue),
            ),
            legend: '{{queue}}',
          },
        ],
        width: 6,
      },
      {
        id: 24,
        kind: 'timeseries',
        title: 'Failures by kind',
        description: 'Failed attempts a second, by the kind of error: one kind is usually one dependency.',
        unit: 'ops',
        queries: [
          {
            expr: orZero(
              by,
              sumBy(
                [...by, 'error_type'],
                rate(
                  say.histogram('messaging_process_duration_seconds', 'count', {
                    ...destination,
                    error_type: isNot(''),
                  }),
                ),
              ),
              say.histogram('messaging_process_duration_seconds', 'count', destination),
              ['error_type'],
            ),
            legend: '{{messaging_destination_name}} {{error_type}}',
          },
        ],
        width: 6,
      },
    ],
  };
}

function predictionsRow({ say }: BoardContext): Row {
  return {
    title: 'Predictions',
    panels: [
      {
        id: 31,
        kind: 'timeseries',
        title: 'Predictions by outcome',
        description: 'Predictions a second, by model and outcome.',
        unit: 'ops',
        queries: [
          {
            expr: sumBy(
              [...gpuOf, 'outcome'],
              rate(say.histogram('gpu_prediction_duration_seconds', 'count', model)),
            ),
            legend: `${gpuLegend} {{outcome}}`,
          },
        ],
        width: 8,
      },
      {
        id: 32,
        kind: 'timeseries',
        title: 'Duration of a prediction, p95',
        description: 'From its creation to its end, by model: queue, cold start and work.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.95, gpuOf, say.histogram('gpu_prediction_duration_seconds', 'bucket', model)),
            legend: gpuLegend,
          },
        ],
        width: 8,
      },
      {
        id: 33,
        kind: 'timeseries',
        title: 'Wait for a GPU, p95',
        description:
          'Queue and cold start at the provider, by model. Rises: too few instances, or instances that sleep.',
        unit: 's',
        queries: [
          {
            expr: quantile(0.95, gpuOf, say.histogram('gpu_prediction_queue_seconds', 'bucket', model)),
            legend: gpuLegend,
          },
        ],
        width: 8,
      },
    ],
  };
}

function gpuUseRow({ say }: BoardContext): Row {
  return {
    title: 'Use of the GPUs',
    panels: [
      {
        id: 41,
        kind: 'timeseries',
        title: 'Predictions in flight',
        description: 'Created and not known to have ended, by model and GPU.',
        unit: 'short',
        queries: [
          {
            expr: sumBy(gpuOf, say.series('gpu_predictions_in_flight', model)),
            legend: gpuLegend,
          },
        ],
        width: 8,
      },
      {
        id: 42,
        kind: 'timeseries',
        title: 'GPUs that are busy',
        description: 'GPU seconds that the provider bills, per second.',
        unit: 'short',
        queries: [
          {
            expr: sumBy([...gpuOf, 'region'], rate(say.series('gpu_predict_seconds_total', model))),
            legend: `${gpuLegend} in {{region}}`,
          },
        ],
        width: 8,
      },
      {
        id: 43,
        kind: 'timeseries',
        title: 'GPU instances',
        description: 'Instances that run in each region, as the provider reports them.',
        unit: 'short',
        queries: [
          {
            expr: `max by (region, gpu) (${say.series('gpu_instances')})`,
            legend: '{{gpu}} in {{region}}',
          },
        ],
        width: 8,
      },
    ],
  };
}

function realtimeRow({ say }: BoardContext): Row {
  return {
    title: 'Realtime',
    panels: [
      {
        id: 51,
        kind: 'states',
        title: 'Connection',
        description: 'The state of the realtime connection of each service.',
        unit: 'bool_yes_no',
        queries: [
          {
            expr: maxBy(['service', 'state'], say.series('ably_connection_state')),
            legend: '{{service}} {{state}}',
          },
        ],
        width: 8,
      },
      {
        id: 52,
        kind: 'timeseries',
        title: 'Messages',
        description: 'Messages a second, by channel, direction and outcome.',
        unit: 'ops',
        queries: [
          {
            expr: sumBy(
              ['channel_namespace', 'direction', 'outcome'],
              rate(say.series('ably_messages_total')),
            ),
            legend: '{{channel_namespace}} {{direction}} {{outcome}}',
          },
        ],
        width: 8,
      },
      {
        id: 53,
        kind: 'timeseries',
        title: 'Publishing, p95',
        description: 'From publishing a message to its acknowledgement, by channel.',
        unit: 's',
        queries: [
          {
            expr: quantile(
              0.95,
              ['channel_namespace'],
              say.histogram('ably_publish_duration_seconds', 'bucket'),
            ),
            legend: '{{channel_namespace}}',
          },
        ],
        width: 8,
      },
    ],
  };
}
