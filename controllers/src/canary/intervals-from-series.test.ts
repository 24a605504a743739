import { describe, expect, it } from 'vitest';
import { intervalsFromSeries } from './intervals-from-series.js';
import { refuseSeries, refuseTraffic } from './refuse-series.js';
import type { Series } from './revision-series.js';

const range = { start: 1000, end: 1060, stepSeconds: 30 };
const revisions = { baseline: 'v1', canary: 'v2', label: 'revision' };

const series = (metric: Record<string, string>, ...values: (number | undefined)[]): Series => ({
  metric,
  values: values.flatMap((value, at) =>
    value === undefined ? [] : [[range.start + at * range.stepSeconds, String(value)] as const],
  ),
});

const status = (revision: string, code: string, instance = revision) => ({
  revision,
  instance,
  http_response_status_code: code,
});

const requests = [
  series(status('v1', '200'), 1000, 1190, 1380),
  series(status('v1', '503'), 5, 6, 7),
  series(status('v2', '200'), undefined, 9, 19),
  series(status('v2', '500'), undefined, undefined, 1),
];

describe('intervals from counters', () => {
  it('are what the counters of each revision grew by, in whole requests', () => {
    const intervals = intervalsFromSeries({ requests, buckets: [], cpu: [] }, revisions, range);
    expect(
      intervals.map(({ t, canary, baseline }) => [
        t,
        canary.requests,
        canary.errors,
        baseline.requests,
        baseline.errors,
      ]),
    ).toEqual([
      [30, 9, 0, 191, 1],
      [60, 11, 1, 191, 1],
    ]);
  });

  it('take a counter that fell for one that began again', () => {
    const restarted = [...requests, series(status('v1', '200', 'other'), 500, 20, 50)];
    const [first, second] = intervalsFromSeries(
      { requests: restarted, buckets: [], cpu: [] },
      revisions,
      range,
    );
    expect([first?.baseline.requests, second?.baseline.requests]).toEqual([211, 221]);
  });

  it('make buckets of cumulative ones', () => {
    const bucket = (le: string, ...values: number[]) => series({ revision: 'v2', le }, ...values);
    const buckets = [bucket('+Inf', 0, 10, 20), bucket('0.5', 0, 6, 14), bucket('1', 0, 9, 18)];
    const [first] = intervalsFromSeries({ requests, buckets, cpu: [] }, revisions, range);
    expect(first?.canary.latency).toEqual({ le: [0.5, 1, Infinity], counts: [6, 3, 1] });
    expect(first?.baseline.latency).toBeUndefined();
  });

  it('compare CPU by request, and only between instances that get about as many', () => {
    const cpuOf = (revision: string, instance = revision) => ({ revision, instance });
    const cpu = [
      series(cpuOf('v1'), 0, 4, 8),
      series(cpuOf('v1', 'idle elsewhere'), 0, 7, 14),
      series(cpuOf('v2'), 0, 1, 2),
    ];
    const [first] = intervalsFromSeries({ requests, buckets: [], cpu }, revisions, range);
    expect(first?.canary.cpu).toBeUndefined();
    const alike = [series(status('v1', '200'), 0, 10, 20), series(status('v2', '200'), 0, 10, 20)];
    const [compared] = intervalsFromSeries({ requests: alike, buckets: [], cpu }, revisions, range);
    expect([compared?.canary.cpu, compared?.baseline.cpu]).toEqual([0.1, 0.4]);
  });
});

describe('what cannot be judged', () => {
  it.each([
    ['wrong', 'the same revision', { ...revisions, canary: 'v1' }, requests, requests],
    ['nothing', 'has no requests of the service api', revisions, [], []],
    ['wrong', 'have no revision', revisions, requests, []],
    [
      'nothing',
      'no series of revision v3; api runs v1, v2',
      { ...revisions, canary: 'v3' },
      requests,
      requests,
    ],
  ] as const)('is refused (%s): %s', (kind, problem, which, all, revisioned) => {
    expect(refuseSeries('api', which, all, revisioned)).toMatchObject({
      kind,
      problem: expect.stringContaining(problem),
    });
  });

  const intervals = intervalsFromSeries({ requests, buckets: [], cpu: [] }, revisions, range);
  const swapped = intervalsFromSeries(
    { requests, buckets: [], cpu: [] },
    { ...revisions, baseline: 'v2', canary: 'v1' },
    range,
  );
  it('is a canary that gets what a baseline should', () => {
    expect(refuseTraffic(swapped, revisions, 0.05)).toMatchObject({
      kind: 'wrong',
      problem: expect.stringContaining('swapped'),
    });
    expect(refuseTraffic(swapped, revisions, 0.5)).toBeUndefined();
    expect(refuseTraffic(intervals, revisions, 0.05)).toBeUndefined();
  });

  it('is a canary without traffic', () => {
    const silent = intervalsFromSeries(
      { requests: requests.slice(0, 2), buckets: [], cpu: [] },
      revisions,
      range,
    );
    expect(refuseTraffic(silent, revisions, 0.05)).toMatchObject({
      kind: 'nothing',
      problem: 'the canary v2 got no request',
    });
  });
});
