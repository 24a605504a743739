import type { CapacityScaling, Recorded } from '@attest/evidence';
import { arborKumori, claims } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { replicasForQueue } from '../autoscaler/queue-depth.js';
import { replayTimeline } from '../autoscaler/timeline.js';
import { scalingVerdicts } from './scaling-claims.js';

const at = new Date(0).toISOString();
const recorded = (scaling: CapacityScaling): Recorded =>
  ({ kind: 'capacity-scaling', t: 0, at, line: 7, ...scaling }) as Recorded;

/** Five minutes at 100 % of CPU, and quiet afterwards. */
function service(change: (at: number, replicas: number) => number = (_at, replicas) => replicas): Recorded {
  const cpuAt = (t: number) => (t < 300 ? 100 : 5);
  const replicas = replayTimeline({
    spec: { minReplicas: 3, maxReplicas: 50, behavior: undefined },
    targets: [{ metric: 'cpu', targetUtilization: 70 }],
    initialReplicas: 3,
    samples: [0, 300].map((t) => ({ t, utilization: { cpu: cpuAt(t) } })),
    untilSeconds: 900,
  });
  return recorded({
    subject: 'arbor-api',
    modelled: null,
    scaleDownDelaySeconds: 300,
    observations: [3, ...replicas].map((count, index) => ({
      t: index * 15,
      replicas: change(index, count),
      utilization: { cpu: cpuAt(index * 15), memory: 5 },
      requests: { good: 9, shed: count === 50 && cpuAt(index * 15) === 100 ? 1 : 0, failed: 0 },
    })),
  });
}

const verdicts = (line: Recorded) =>
  Object.fromEntries(
    scalingVerdicts(arborKumori, claims(arborKumori), [line]).map((each) => [each.id, each]),
  );

describe('the verdicts on scaling', () => {
  it('decide the claims of the service, and what is expected besides', () => {
    const all = verdicts(service());
    expect(Object.entries(all).map(([id, { verdict }]) => [id, verdict])).toEqual([
      ['arbor-api.scaling.minimum', 'held'],
      ['arbor-api.scaling.maximum', 'held'],
      ['arbor-api.scaling.cpu-target', 'held'],
      // Nobody saw it ask for anything.
      ['arbor-api.scaling.memory-target', 'inconclusive'],
      ['cost.scale-down-delay', 'held'],
      ['expectation.arbor-api.flapping', 'held'],
      ['expectation.arbor-api.at-the-limit', 'held'],
      ['expectation.arbor-api.minimum-reachable', 'held'],
    ]);
    expect(all['arbor-api.scaling.maximum']).toMatchObject({
      measured: { value: 50 },
      evidence: [{ line: 7 }],
    });
  });

  it('break what is broken', () => {
    const tooMany = verdicts(service((index, count) => (index === 12 ? 51 : count)));
    expect(tooMany['arbor-api.scaling.maximum']).toMatchObject({
      verdict: 'broken',
      measured: { value: 51 },
    });
    const wrongStep = verdicts(service((index, count) => (index === 3 ? 13 : count)));
    expect(wrongStep['arbor-api.scaling.cpu-target']?.verdict).toBe('broken');
  });

  it('say that they are modelled where the instances were', () => {
    const all = verdicts({ ...service(), modelled: 'virtual instances' } as Recorded);
    expect(all['arbor-api.scaling.minimum']).toMatchObject({
      modelled: true,
      reason: expect.stringContaining('virtual instances'),
    });
  });

  it('judge GPU workers by their queue', () => {
    const queue = (t: number) => (t < 120 ? 400 : 0);
    let replicas = 10;
    const observations = Array.from({ length: 8 }, (_, index) => {
      const t = index * 15;
      const seen = { t, replicas, utilization: {}, queueLength: queue(t) };
      const wanted = replicasForQueue({
        currentReplicas: replicas,
        queueLength: queue(t),
        perReplica: 4,
        tolerance: 0.1,
      });
      replicas = Math.min(50, Math.max(replicas + 4, replicas * 2), wanted);
      return seen;
    });
    const line = (change = observations) =>
      recorded({
        subject: 'gpu.us-east-1.a100',
        modelled: null,
        scaleDownDelaySeconds: 300,
        jobsPerInstance: 4,
        observations: change,
      });
    expect(verdicts(line())).toMatchObject({
      'gpu.us-east-1.a100.maximum': { verdict: 'held', measured: { value: 50 } },
      'expectation.gpu.us-east-1.a100.steps': { verdict: 'held' },
      'expectation.gpu.us-east-1.a100.scale-down-delay': { verdict: 'inconclusive' },
    });
    const slow = observations.map((each, index) => (index === 1 ? { ...each, replicas: 11 } : each));
    expect(verdicts(line(slow))['expectation.gpu.us-east-1.a100.steps']?.verdict).toBe('broken');
  });
});
