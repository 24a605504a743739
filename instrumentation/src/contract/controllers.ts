import { failoverBuckets } from './buckets.js';
import type { MetricFamily } from './definition.js';

export const controllers = {
  failover_state: {
    type: 'gauge',
    unit: 'state',
    labels: ['state'],
    help: '1 for the state that the failover controller is in, 0 for the others.',
    producer: 'failover-controller',
  },
  failover_epoch: {
    type: 'gauge',
    unit: 'count',
    labels: [],
    help: 'Epoch of the primary; every failover raises it.',
    producer: 'failover-controller',
  },
  failover_step_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['step'],
    buckets: failoverBuckets,
    help: 'Duration of each failover step.',
    producer: 'failover-controller',
  },
  failover_total: {
    type: 'counter',
    unit: 'count',
    labels: ['trigger', 'outcome'],
    help: 'Failovers by trigger and outcome.',
    producer: 'failover-controller',
  },
  canary_stage: {
    type: 'gauge',
    unit: 'state',
    labels: ['service'],
    help: 'Stage of the rollout of a service, 0 when there is none.',
    producer: 'none',
  },
  canary_weight: {
    type: 'gauge',
    unit: 'count',
    labels: ['service'],
    help: 'Percent of the traffic of a service that its new revision gets.',
    producer: 'none',
  },
  canary_decisions_total: {
    type: 'counter',
    unit: 'count',
    labels: ['service', 'decision'],
    help: 'Decisions of the canary judge: promote, rollback, inconclusive.',
    producer: 'none',
  },
  circuit_breaker_state: {
    type: 'gauge',
    unit: 'state',
    labels: ['name', 'state'],
    help: '1 for the state that the circuit breaker is in, 0 for the others.',
    producer: 'circuit-breaker',
  },
  circuit_breaker_calls_total: {
    type: 'counter',
    unit: 'count',
    labels: ['name', 'outcome'],
    help: 'Calls through the circuit breaker by outcome: success, failure, rejected (not made, because the breaker was open).',
    producer: 'circuit-breaker',
  },
  deployment_info: {
    type: 'gauge',
    unit: 'info',
    labels: ['revision'],
    help: '1 for every revision that is deployed.',
    producer: 'none',
  },
  gameday_last_run_timestamp_seconds: {
    type: 'gauge',
    unit: 'timestamp-seconds',
    labels: ['experiment', 'target', 'verdict'],
    help: 'When a game day whose fault took effect last ended with this verdict. Told once, at its end: ask for the last over time.',
    producer: 'gameday',
  },
} as const satisfies MetricFamily;
