import { describe, expect, it } from 'vitest';
import { aggregateRunners, type ExpectedRun } from './aggregate-runners.js';
import type { HistogramSeries, NumberSeries, RunnerSeries } from './prometheus-series.js';
import { testRunManifests } from './test-run.js';

const options = {
  run: '20260102T030405Z-api-load-ab12',
  service: 'api',
  profile: 'load',
  baseUrl: 'https://api.example.com',
  namespace: 'load',
  parallelism: 4,
  remoteWriteUrl: 'http://prometheus:9090/api/v1/write',
  authSecret: 'api-credentials',
};

describe('a TestRun for k6-operator', () => {
  it('has its script in a ConfigMap, its rate shared by the runners, its secret by reference', () => {
    const [configMap, testRun] = testRunManifests({
      ...options,
      script: { archive: new Uint8Array([1, 2, 3]) },
    });
    expect(configMap).toMatchObject({ kind: 'ConfigMap', binaryData: { 'archive.tar': 'AQID' } });
    expect(testRun).toMatchObject({
      apiVersion: 'k6.io/v1alpha1',
      kind: 'TestRun',
      metadata: { name: 'capacity-20260102t030405z-api-load-ab12', namespace: 'load' },
      spec: {
        parallelism: 4,
        arguments: expect.stringContaining(`--tag testid=${options.run}`),
        script: { configMap: { file: 'archive.tar' } },
        runner: { envFrom: [{ secretRef: { name: 'api-credentials' } }] },
      },
    });
    const { env } = (testRun as { spec: { runner: { env: { name: string; value: string }[] } } }).spec.runner;
    expect(env).toContainEqual({ name: 'RUNNERS', value: '4' });
    expect(env).toContainEqual({ name: 'K6_PROMETHEUS_RW_TREND_AS_NATIVE_HISTOGRAM', value: 'true' });
  });

  it('may have its script in an image', () => {
    const manifests = testRunManifests({
      ...options,
      script: { image: 'registry.example/load:1', file: '/test/archive.tar' },
    });
    expect(manifests).toHaveLength(1);
    expect(manifests[0]).toMatchObject({
      spec: { script: { localFile: '/test/archive.tar' }, runner: { image: 'registry.example/load:1' } },
    });
  });

  it('is refused when the script does not fit into a ConfigMap', () => {
    expect(() => testRunManifests({ ...options, script: { archive: new Uint8Array(900_000) } })).toThrow(
      /--image/,
    );
  });
});

const expected: ExpectedRun = {
  runners: 2,
  promised: { errorRatio: 0.05, p99Ms: 1000 },
  profile: 'load',
  perSecond: 40,
  judgedSeconds: 10,
};
const numbers = (labels: Record<string, string>, ...values: number[]): NumberSeries => ({
  labels,
  samples: values.map((value, index) => ({ t: 1000 + index, value })),
});
const histogram = (
  instance_id: string,
  buckets: [left: number, right: number, count: number][],
): HistogramSeries => ({
  labels: { instance_id, judged: 'true' },
  t: 1010,
  count: buckets.reduce((sum, [, , count]) => sum + count, 0),
  buckets: buckets.map(([left, right, count]) => ({ left, right, count })),
});
const above = 2 ** (1 / 8);

const whole: RunnerSeries = {
  began: [numbers({ instance_id: '1' }, 1), numbers({ instance_id: '2' }, 1)],
  ended: [numbers({ instance_id: '1' }, 1), numbers({ instance_id: '2' }, 1)],
  requests: [
    numbers({ instance_id: '1', judged: 'true', outcome: 'good', operation: 'read' }, 50, 190),
    numbers({ instance_id: '1', judged: 'true', outcome: 'late', operation: 'read' }, 10),
    numbers({ instance_id: '2', judged: 'true', outcome: 'good', operation: 'read' }, 80, 199),
    numbers({ instance_id: '2', judged: 'true', outcome: 'failed', operation: 'read', fault: 'timeout' }, 1),
    numbers({ instance_id: '2', judged: 'false', outcome: 'good', operation: 'read' }, 20),
  ],
  dropped: [],
  durations: [
    histogram('1', [
      [1 / above, 1, 190],
      [1, above, 10],
    ]),
    histogram('2', [
      [1 / above, 1, 199],
      [1, above, 1],
    ]),
  ],
  lags: [],
};

const problems = (series: RunnerSeries, change: Partial<ExpectedRun> = {}) =>
  aggregateRunners(series, { ...expected, ...change })
    .runners.flatMap((runner) => runner.problems)
    .join('; ');

describe('several runners as one', () => {
  it('are added, not averaged', () => {
    const { step } = aggregateRunners(whole, expected);
    expect(problems(whole)).toBe('');
    expect(step).toMatchObject({
      requests: 400,
      failed: 1,
      late: 10,
      timedOut: 1,
      faults: { timeout: 1 },
      sentPerSecond: 40,
    });
    expect(step.latency.buckets).toEqual([
      [0, 389],
      [1, 11],
    ]);
    expect(step.generator.isOrderly).toBe(true);
  });

  it.each<[string, RunnerSeries, RegExp]>([
    ['never came to its end', { ...whole, ended: [whole.ended[0] as NumberSeries] }, /it vanished/],
    [
      'began late',
      {
        ...whole,
        began: [
          numbers({ instance_id: '1' }, 1),
          { labels: { instance_id: '2' }, samples: [{ t: 1030, value: 1 }] },
        ],
      },
      /30 s after the first/,
    ],
    ['never began', { ...whole, began: [whole.began[0] as NumberSeries] }, /never said that it began/],
    [
      'was restarted',
      { ...whole, requests: [...whole.requests, numbers({ instance_id: '1', judged: 'true' }, 50, 3)] },
      /restarted/,
    ],
    [
      'sent next to nothing',
      {
        ...whole,
        requests: [...whole.requests.slice(0, 2), numbers({ instance_id: '2', judged: 'true' }, 3)],
      },
      /sent 3 requests/,
    ],
  ])('say of one that it %s', (_what, series, says) => {
    expect(problems(series)).toMatch(says);
  });

  it('miss one that never wrote, and wonder at one too many', () => {
    expect(problems(whole, { runners: 3 })).toMatch(/nothing was ever seen of it/);
    expect(problems(whole, { runners: 1 })).toMatch(/2 runners wrote, and 1 were to/);
  });

  it('are not trusted where counters and histograms disagree', () => {
    const { step } = aggregateRunners({ ...whole, durations: whole.durations.slice(0, 1) }, expected);
    expect(step.generator.isOrderly).toBe(false);
    expect(step.generator.means).toMatch(/400 requests and 200 durations/);
  });

  it('are refused where Prometheus has made the buckets coarser', () => {
    const coarse = [histogram('1', [[0.5, 1, 200]])];
    expect(() => aggregateRunners({ ...whole, durations: coarse }, expected)).toThrow(/another schema/);
  });
});
