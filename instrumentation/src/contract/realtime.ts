import { requestBuckets } from './buckets.js';
import type { MetricFamily } from './definition.js';

export const realtime = {
  ably_connection_state: {
    type: 'gauge',
    unit: 'state',
    labels: ['state'],
    help: '1 for the state that the realtime connection is in, 0 for the others.',
    producer: 'ably',
  },
  ably_messages_total: {
    type: 'counter',
    unit: 'count',
    labels: ['direction', 'channel_namespace', 'outcome'],
    help: 'Messages by direction (sent, received), namespace of the channel and outcome.',
    producer: 'ably',
  },
  ably_publish_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['channel_namespace'],
    buckets: requestBuckets,
    help: 'Time from publishing a message to its acknowledgement.',
    producer: 'ably',
  },
} as const satisfies MetricFamily;
