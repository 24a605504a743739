import { jobBuckets } from './buckets.js';
import type { MetricFamily } from './definition.js';

export const queue = {
  messaging_process_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['messaging_destination_name', 'outcome', 'error_type'],
    buckets: jobBuckets,
    help: 'Duration of one attempt at a job; outcome is success or failure.',
    producer: 'worker',
  },
  queue_wait_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['queue'],
    buckets: jobBuckets,
    help: 'Time a job waited from when it could run until its first attempt.',
    producer: 'worker',
  },
  queue_retries_total: {
    type: 'counter',
    unit: 'count',
    labels: ['queue'],
    help: 'Failed attempts that will be tried again.',
    producer: 'worker',
  },
  queue_dead_letter_total: {
    type: 'counter',
    unit: 'count',
    labels: ['queue'],
    help: 'Jobs whose attempts are used up.',
    producer: 'worker',
  },
  queue_jobs: {
    type: 'gauge',
    unit: 'count',
    labels: ['queue', 'state'],
    help: 'Jobs in the queue by state, read at scrape time; absent when it cannot be read.',
    producer: 'queue',
  },
  queue_oldest_job_age_seconds: {
    type: 'gauge',
    unit: 'seconds',
    labels: ['queue'],
    help: 'Age of the oldest waiting job, 0 when none waits; absent when it cannot be read.',
    producer: 'queue',
  },
} as const satisfies MetricFamily;
