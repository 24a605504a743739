import { defineConfig, definePlatform } from '@attest/cli';

// A small platform: two services in two regions. Replace it by yours; `attest lint` says what contradicts itself,
// `attest claims` what you have promised, `attest gameday` whether it holds. Each `section` names the heading of your
// architecture document that a promise comes from.
const platform = definePlatform({
  id: 'my-platform',
  name: 'My platform',
  products: [{ id: 'shop', name: 'Shop', section: 'Services' }],
  environments: {
    development: { section: 'Environments' },
    staging: { section: 'Environments' },
    production: { highAvailability: ['multi_region_failover'], section: 'Environments' },
  },
  regions: [
    { id: 'us-east-1', role: 'primary', services: 'all', database: 'primary', section: 'Regions' },
    { id: 'eu-west-1', role: 'secondary', services: 'all', database: 'read_replica', section: 'Regions' },
    {
      id: 'ap-southeast-1',
      role: 'secondary',
      services: ['api'],
      database: 'read_replica',
      section: 'Regions',
    },
  ],
  services: [
    {
      id: 'orders-api',
      product: 'shop',
      runtime: 'Node.js 20',
      framework: 'Express 5',
      deployment: 'Kubernetes',
      scaling: { minInstances: 2, maxInstances: 10, targetCpuPercent: 70, targetMemoryPercent: 80 },
      container: {
        image: 'registry.example/orders-api:1.0.0',
        port: 3000,
        resources: {
          requests: { cpuMilli: 500, memoryMib: 512 },
          limits: { cpuMilli: 1000, memoryMib: 1024 },
        },
      },
      liveness: { path: '/api/health', port: 3000, initialDelaySeconds: 10, periodSeconds: 10 },
      readiness: { path: '/api/ready', port: 3000, initialDelaySeconds: 2, periodSeconds: 5 },
      // What it stores; the reference platform stores the same, and no acknowledged write of it may be lost.
      resources: [
        {
          name: 'orders',
          path: '/api/orders',
          schema: 'shop',
          enqueues: [{ queue: 'invoices', when: 'requested' }],
        },
      ],
      section: 'Services',
    },
  ],
  workers: [
    {
      id: 'shop-workers',
      product: 'shop',
      queues: ['invoices'],
      resources: { cpuCores: 1, memoryGib: 1 },
      timeoutSeconds: 600,
      section: 'Services',
    },
  ],
  delivery: { section: 'Delivery' },
  database: {
    provider: 'PostgreSQL',
    engine: 'PostgreSQL',
    schemas: ['shop'],
    settings: { maxConnections: 100 },
    section: 'Database',
  },
  monitoring: {
    provider: 'Prometheus',
    retentionDays: 30,
    routes: {
      critical: { provider: 'PagerDuty' },
      warning: { provider: 'Slack' },
      info: { provider: 'Email' },
    },
    rules: [
      {
        name: 'high_error_rate',
        indicator: 'error_rate',
        op: '>',
        threshold: 0.05,
        unit: 'ratio',
        severity: 'critical',
      },
      {
        name: 'high_latency',
        indicator: 'p99_latency',
        op: '>',
        threshold: 1000,
        unit: 'ms',
        severity: 'warning',
      },
    ],
    section: 'Monitoring',
  },
  apm: { section: 'Monitoring' },
  security: { section: 'Security' },
  backups: { section: 'Backups' },
  failover: {
    automatic: ['region_failure', 'database_failure'],
    manual: ['maintenance'],
    detectionSeconds: 30,
    durationSeconds: 120,
    dataLoss: 'zero',
    steps: [
      'detect_failure',
      'verify_secondary_health',
      'update_dns',
      'redirect_traffic',
      'notify_stakeholders',
    ],
    takeover: 'eu-west-1',
    notify: ['pagerduty', 'slack'],
    replication: { mode: 'synchronous', quorum: 1, standbys: ['eu-west-1', 'ap-southeast-1'] },
    section: 'Failover',
  },
  cost: { section: 'Cost' },
});

export default defineConfig({
  platform,
  targets: {
    reference: { kind: 'reference' },
    // Real platforms have a column of their own in `attest claims`; it says `not run` until something has run there.
    production: { kind: 'external', environment: 'production', entrances: {} },
  },
});
