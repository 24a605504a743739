import type { MetricFamily } from './definition.js';

/** What is read from vendors' bills, backups and stores; the architecture promises something of each. */
export const operations = {
  backup_last_success_timestamp_seconds: {
    type: 'gauge',
    unit: 'timestamp-seconds',
    labels: ['location'],
    help: 'When the newest backup of the database that is complete in this location was begun.',
    producer: 'none',
  },
  secret_rotated_timestamp_seconds: {
    type: 'gauge',
    unit: 'timestamp-seconds',
    labels: ['secret'],
    help: 'When secrets of this kind were last replaced.',
    producer: 'none',
  },
  certificate_expiry_timestamp_seconds: {
    type: 'gauge',
    unit: 'timestamp-seconds',
    labels: ['host'],
    help: 'When the certificate that the host shows becomes invalid.',
    producer: 'none',
  },
  cost_day_usd: {
    type: 'gauge',
    unit: 'usd',
    labels: [],
    help: 'Cost of the current day (UTC) so far.',
    producer: 'none',
  },
  cost_day_forecast_usd: {
    type: 'gauge',
    unit: 'usd',
    labels: [],
    help: 'Cost that the current day (UTC) is expected to end with.',
    producer: 'none',
  },
  cost_anomalies_total: {
    type: 'counter',
    unit: 'count',
    labels: ['resource_type'],
    help: 'Hours whose cost was far from what was expected.',
    producer: 'none',
  },
  failover_lost_writes_total: {
    type: 'counter',
    unit: 'count',
    labels: [],
    help: 'Acknowledged writes that the new primary does not have.',
    producer: 'none',
  },
} as const satisfies MetricFamily;
