import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { replayTimeline } from '../autoscaler/timeline.js';
import { judgeScaling } from './judge-scaling.js';
import type { ScalingObservation, ScalingQuestion } from './scaling-observation.js';

const scaling = arborKumori.services[0]?.scaling ?? expect.fail('the catalog has no service');
const scaleDownDelaySeconds = 300;

/** What an autoscaler that is right does when CPU is at 100 % for five minutes and idle afterwards. */
function goodRun(memory = 5): ScalingObservation[] {
  const cpuAt = (t: number) => (t < 300 ? 100 : 5);
  const replicas = replayTimeline({
    spec: { minReplicas: 3, maxReplicas: 50, behavior: undefined },
    targets: [{ metric: 'cpu', targetUtilization: 70 }],
    initialReplicas: 3,
    samples: [
      { t: 0, utilization: { cpu: 100 } },
      { t: 300, utilization: { cpu: 5 } },
    ],
    untilSeconds: 900,
  });
  return [3, ...replicas].map((count, at) => ({
    t: at * 15,
    replicas: count,
    utilization: { cpu: cpuAt(at * 15), memory },
    requests: { good: 100, shed: count === 50 && cpuAt(at * 15) === 100 ? 10 : 0, failed: 0 },
  }));
}

/** Memory at 100 % for a minute while CPU idles. */
function memoryRun(): ScalingObservation[] {
  const samples = [0, 60].map((t) => ({ t, utilization: { cpu: 5, memory: t < 60 ? 100 : 5 } }));
  const replicas = replayTimeline({
    spec: { minReplicas: 3, maxReplicas: 50, behavior: undefined },
    targets: [
      { metric: 'cpu', targetUtilization: 70 },
      { metric: 'memory', targetUtilization: 80 },
    ],
    initialReplicas: 3,
    samples,
    untilSeconds: 75,
  });
  return [3, ...replicas].map((count, at) => ({
    t: at * 15,
    replicas: count,
    utilization: { cpu: 5, memory: at * 15 < 60 ? 100 : 5 },
  }));
}

const question = (observations: ScalingObservation[]): ScalingQuestion => ({
  scaling,
  behavior: undefined,
  scaleDownDelaySeconds,
  observations,
});

const verdicts = (observations: ScalingObservation[]) =>
  Object.fromEntries(judgeScaling(question(observations)).map(({ check, verdict }) => [check, verdict]));

const reason = (observations: ScalingObservation[], wanted: string) =>
  judgeScaling(question(observations)).find(({ check }) => check === wanted)?.reason;

const change = (index: number, to: Partial<ScalingObservation>) =>
  goodRun().map((each, at) => (at === index ? { ...each, ...to } : each));

describe('the judge of scaling', () => {
  it('holds whatever a right autoscaler does, and names its steps', () => {
    const { 'memory-steps': ofMemory, ...others } = verdicts(goodRun());
    expect(new Set(Object.values(others))).toEqual(new Set(['held']));
    expect(ofMemory).toBe('inconclusive');
    expect(reason(goodRun(), 'steps')).toContain('3 5 8 12 18 26 38 50 4.');
  });

  it.each([
    ['minimum', change(30, { replicas: 2 })],
    ['maximum', change(10, { replicas: 51 })],
    ['steps', change(3, { replicas: 13 })],
    ['scale-down-delay', goodRun().map((each) => (each.t >= 480 ? { ...each, replicas: 4 } : each))],
    ['flapping', goodRun().map((each) => (each.t === 750 ? { ...each, replicas: 6 } : each))],
    ['at-the-limit', change(12, { requests: { good: 1, shed: 0, failed: 1 } })],
    ['at-the-limit', change(58, { requests: { good: 1, shed: 5, failed: 0 } })],
    ['minimum-reachable', goodRun(75)],
  ])('finds a broken %s', (check, observations) => {
    expect(verdicts(observations)[check]).toBe('broken');
  });

  it('tells the steps that memory asks for from those of CPU', () => {
    expect(verdicts(memoryRun())).toMatchObject({ steps: 'inconclusive', 'memory-steps': 'held' });
    const wrong = memoryRun().map((each, at) => (at === 3 ? { ...each, replicas: 9 } : each));
    expect(verdicts(wrong)).toMatchObject({ steps: 'inconclusive', 'memory-steps': 'broken' });
  });

  it.each([
    ['CPU', 'steps', goodRun()],
    ['memory', 'memory-steps', memoryRun()],
  ])('finds an autoscaler that does not listen to %s', (_metric, check, observations) => {
    const first = observations[0]?.replicas ?? 0;
    const deaf = observations.map((each) => ({ ...each, replicas: first }));
    expect(verdicts(deaf)[check]).toBe('broken');
    expect(reason(deaf, check)).toMatch(/From 0 s on there were 3 instances for 45 s and more/);
  });

  it('does not mind that instances are held by what was needed before anybody looked', () => {
    const held = goodRun().map((each) => ({ ...each, replicas: 8, utilization: { cpu: 20, memory: 5 } }));
    expect(verdicts(held.slice(0, 20)).steps).toBe('inconclusive');
    expect(verdicts(held).steps).toBe('broken');
  });

  it('does not hold what was not put to the test', () => {
    const quiet = goodRun().map((each) => ({ ...each, replicas: 3, utilization: { cpu: 20 } }));
    expect(verdicts(quiet)).toEqual({
      minimum: 'held',
      maximum: 'held',
      steps: 'inconclusive',
      'memory-steps': 'inconclusive',
      'scale-down-delay': 'inconclusive',
      flapping: 'inconclusive',
      'at-the-limit': 'inconclusive',
      'minimum-reachable': 'inconclusive',
    });
    expect(new Set(Object.values(verdicts([])))).toEqual(new Set(['inconclusive']));
  });
});
