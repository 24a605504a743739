import type { MetricFamily } from './definition.js';

export const business = {
  users_active: {
    type: 'gauge',
    unit: 'count',
    labels: ['window'],
    help: 'Users seen in the window (1d, 7d, 30d).',
    producer: 'none',
  },
  signups_total: {
    type: 'counter',
    unit: 'count',
    labels: [],
    help: 'Accounts created.',
    producer: 'none',
  },
  subscriptions: {
    type: 'gauge',
    unit: 'count',
    labels: ['plan', 'status'],
    help: 'Subscriptions by plan and status.',
    producer: 'none',
  },
  jobs_total: {
    type: 'counter',
    unit: 'count',
    labels: ['type', 'outcome'],
    help: 'What customers asked for (a generation, a memory) by outcome.',
    producer: 'none',
  },
  revenue_minor_units_total: {
    type: 'counter',
    unit: 'minor-units',
    labels: ['currency', 'kind'],
    help: 'Revenue in the minor unit of its currency (cents).',
    producer: 'none',
  },
} as const satisfies MetricFamily;
