import { describe, expect, it } from 'vitest';
import { replayAutoscaler } from './replay-autoscaler.js';

const timeline = (question: object) => {
  const replay = replayAutoscaler(JSON.stringify({ mode: 'timeline', ...question }));
  if ('refused' in replay) throw new Error(JSON.stringify(replay.refused));
  return replay.answers[0] as { replicas: number[] };
};

const busy = (cpu: number) => [{ t: 0, metrics: [{ name: 'cpu', utilization: cpu }] }];

describe('a timeline', () => {
  it('is answered as the design says', () => {
    const replay = replayAutoscaler(
      '{"id":2,"mode":"timeline","hpa":{"min":3,"max":50,"cpuTarget":70,"memoryTarget":80,"behavior":{}},"initialReplicas":3,"samples":[{"t":0,"metrics":[{"name":"cpu","utilization":95},{"name":"memory","utilization":40}]}],"until":60}',
    );
    expect(replay).toEqual({ answers: [{ id: 2, replicas: [5, 7, 10, 14, 19] }] });
  });

  it.each([
    ['70', { min: 3, max: 50, cpuTarget: 70 }, [5, 8, 12, 18, 26, 38, 50, 50]],
    ['75', { min: 2, max: 30, cpuTarget: 75 }, [3, 4, 6, 8, 11, 15, 20, 27, 30, 30]],
  ])('climbs to the maximum at exactly 100 %% of the request, target %s %%', (_target, hpa, steps) => {
    const until = (steps.length - 1) * 15;
    const question = { hpa, initialReplicas: hpa.min, samples: busy(100), until };
    expect(timeline(question).replicas).toEqual(steps);
    expect(timeline({ ...question, hpa: { ...hpa, behavior: {} } }).replicas).toEqual(steps);
  });

  it.each([
    ['the older path keeps a recommendation for the whole five minutes', {}, 315],
    ['a behavior keeps it until they are over', { behavior: {} }, 300],
  ])('waits before it scales down: %s', (_which, behavior, firstDownSeconds) => {
    const { replicas } = timeline({
      hpa: { min: 3, max: 50, cpuTarget: 70, ...behavior },
      initialReplicas: 10,
      samples: busy(20),
      until: 400,
    });
    expect(replicas.findIndex((count) => count < 10) * 15).toBe(firstDownSeconds);
    expect(replicas.at(-1)).toBe(3);
  });

  it('does not scale down while a metric is missing, but up by the others', () => {
    const hpa = { min: 3, max: 50, cpuTarget: 70, memoryTarget: 80 };
    const down = timeline({ hpa, initialReplicas: 10, samples: busy(10), until: 900 });
    expect(new Set(down.replicas)).toEqual(new Set([10]));
    expect(timeline({ hpa, initialReplicas: 10, samples: busy(140), until: 0 }).replicas).toEqual([20]);
  });

  it('leaves a workload alone that somebody scaled to zero', () => {
    const hpa = { min: 3, max: 50, cpuTarget: 70 };
    expect(timeline({ hpa, initialReplicas: 0, samples: busy(100), until: 30 }).replicas).toEqual([0, 0, 0]);
  });

  it('forgets, like upstream, a change that policies of the other direction still look at', () => {
    // Answered by Kubernetes v1.34.1, found among 4000 random timelines.
    const policy = (periodSeconds: number, value: number) => [{ type: 'Percent', periodSeconds, value }];
    const scaleDown = { policies: policy(134, 3), stabilizationWindowSeconds: 15 };
    const behavior = { scaleDown, scaleUp: { policies: policy(30, 113) } };
    const at = (t: number, cpu: number) => ({ t, metrics: [{ name: 'cpu', utilization: cpu }] });
    const { replicas } = timeline({
      hpa: { min: 2, max: 37, cpuTarget: 73, behavior },
      initialReplicas: 2,
      samples: [at(0, 124), at(38, 82), at(49, 29), at(120, 64), at(197, 90), at(225, 76)],
      until: 247,
    });
    expect(replicas).toEqual([4, 5, 9, 11, 5, 3, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4]);
  });
});

describe('one decision', () => {
  it('has the defaults of the design for whatever is left out', () => {
    const replay = replayAutoscaler('{"id":1,"mode":"replicas","pods":[{"usageMilli":900}]}');
    expect(replay).toEqual({ answers: [{ id: 1, desired: 2, utilization: 90, rawUtilization: 900 }] });
  });

  it.each([
    ['there are no pods', []],
    ['a pod has no request', [{ usageMilli: 900 }, { usageMilli: 900, requestMilli: null }]],
    ['nobody knows the usage of any pod', [{ missingMetric: true }]],
  ])('has no answer when %s', (_why, pods) => {
    expect(replayAutoscaler(JSON.stringify({ mode: 'replicas', pods }))).toEqual({
      answers: [{ desired: null, utilization: null, rawUtilization: null, error: expect.any(String) }],
    });
  });
});

describe('bad input', () => {
  it.each([
    ['not JSON', 'is not JSON', '{"id":1'],
    ['no object', 'is not a JSON object', '3'],
    ['an unknown mode', 'must be replicas or timeline', '{"mode":"guess"}'],
    ['no pods', '"pods" must be a list of pods', '{"mode":"replicas"}'],
    ['a pod without usage', 'has no usageMilli', '{"mode":"replicas","pods":[{}]}'],
    [
      'half a thousandth',
      '"pods[0].usageMilli" must be a whole number',
      '{"mode":"replicas","pods":[{"usageMilli":0.5}]}',
    ],
    ['no maximum', '"hpa.max"', '{"mode":"timeline","hpa":{},"initialReplicas":1,"samples":[],"until":0}'],
    [
      'a maximum below the minimum',
      'must not be less than min',
      '{"mode":"timeline","hpa":{"min":3,"max":2},"initialReplicas":1,"samples":[],"until":0}',
    ],
    [
      'samples out of order',
      'in the order of t',
      '{"mode":"timeline","hpa":{"max":2},"initialReplicas":1,"samples":[{"t":5,"metrics":[]},{"t":4,"metrics":[]}],"until":0}',
    ],
    [
      'policies that allow nothing',
      'must have at least one policy',
      '{"mode":"timeline","hpa":{"max":2,"behavior":{"scaleUp":{"policies":[]}}},"initialReplicas":1,"samples":[],"until":0}',
    ],
  ])('is refused: %s', (_what, problem, line) => {
    const good = '{"mode":"replicas","pods":[{"usageMilli":900}]}';
    const replay = replayAutoscaler([good, '', line, good, line].join('\n'));
    const refused = { problem: expect.stringContaining(problem) };
    expect(replay).toEqual({
      refused: [
        { line: 3, ...refused },
        { line: 5, ...refused },
      ],
    });
  });
});
