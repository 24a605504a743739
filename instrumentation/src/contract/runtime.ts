import type { GaugeDefinition, MetricFamily, Unit } from './definition.js';

// Names, types and labels are those of prom-client's default metrics; what it collects beyond these is not exposed.
const gauge = <const L extends readonly string[]>(unit: Unit, labels: L, help: string) =>
  ({ type: 'gauge', unit, labels, help, producer: 'runtime' }) as const satisfies GaugeDefinition;

export const runtime = {
  process_cpu_seconds_total: {
    type: 'counter',
    unit: 'seconds',
    labels: [],
    help: 'CPU time spent, user and system.',
    producer: 'runtime',
  },
  process_start_time_seconds: gauge('timestamp-seconds', [], 'Start of the process.'),
  process_resident_memory_bytes: gauge('bytes', [], 'Resident memory.'),
  process_open_fds: gauge('count', [], 'Open file descriptors (Linux).'),
  process_max_fds: gauge('count', [], 'Limit of open file descriptors (Linux).'),
  nodejs_eventloop_lag_seconds: gauge('seconds', [], 'Delay of the event loop at scrape time.'),
  nodejs_eventloop_lag_max_seconds: gauge('seconds', [], 'Longest event-loop delay since the last scrape.'),
  nodejs_eventloop_lag_mean_seconds: gauge('seconds', [], 'Mean event-loop delay since the last scrape.'),
  nodejs_eventloop_lag_p50_seconds: gauge('seconds', [], 'Median event-loop delay since the last scrape.'),
  nodejs_eventloop_lag_p99_seconds: gauge('seconds', [], 'p99 event-loop delay since the last scrape.'),
  nodejs_heap_size_total_bytes: gauge('bytes', [], 'Size of the JavaScript heap.'),
  nodejs_heap_size_used_bytes: gauge('bytes', [], 'Used part of the JavaScript heap.'),
  nodejs_external_memory_bytes: gauge('bytes', [], 'Memory of objects bound to JavaScript objects.'),
  nodejs_active_resources: gauge('count', ['type'], 'Resources that keep the event loop alive.'),
  nodejs_gc_duration_seconds: {
    type: 'histogram',
    unit: 'seconds',
    labels: ['kind'],
    buckets: [0.001, 0.01, 0.1, 1, 2, 5],
    help: 'Pauses for garbage collection by kind.',
    producer: 'runtime',
  },
  nodejs_version_info: gauge('info', ['version', 'major', 'minor', 'patch'], 'Version of Node.js.'),
} as const satisfies MetricFamily;
