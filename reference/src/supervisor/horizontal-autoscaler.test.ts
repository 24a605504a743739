import { judgeScaling } from '@attest/controllers';
import { describe, expect, it } from 'vitest';
import { VirtualCpu } from '../services/virtual-cpu.js';
import { HorizontalAutoscaler } from './horizontal-autoscaler.js';

const config = {
  minReplicas: 3,
  maxReplicas: 50,
  targetCpuPercent: 70,
  requestMilli: 1000,
  memory: { targetPercent: 80, requestMib: 2048 },
  scaleDownDelaySeconds: 300,
};

const startDelayMs = 3000;

/** Instances with virtual CPU, among which requests of 50 ms are dealt out one by one; nobody waits. */
function simulate(rpsAt: (second: number) => number, untilSeconds: number) {
  let nowMs = 0;
  const instance = (startedMs: number) => {
    const cpu = new VirtualCpu(2000);
    return {
      cpu,
      startedMs,
      readyChangedMs: startedMs + startDelayMs,
      get ready() {
        return nowMs >= startedMs + startDelayMs;
      },
      cpuSeconds: () => cpu.usedSeconds(nowMs),
      memoryMib: () => 75,
    };
  };
  const autoscaler = new HorizontalAutoscaler<ReturnType<typeof instance>>(config);
  // They have run for an hour.
  const instances = [1, 2, 3].map(() => instance(-3_600_000));
  const replicas: number[] = [];
  let turn = 0;
  for (let second = 0; second <= untilSeconds; second += 1) {
    nowMs = second * 1000;
    if (second % 15 === 0) {
      const wanted = autoscaler.decide(nowMs, instances);
      while (instances.length < wanted) instances.push(instance(nowMs));
      instances.splice(wanted);
      replicas.push(wanted);
    }
    const ready = instances.filter((each) => each.ready);
    for (let request = 0; request < rpsAt(second); request += 1) {
      turn += 1;
      const chosen = ready[turn % ready.length];
      const at = nowMs + (request * 1000) / rpsAt(second);
      if (chosen !== undefined && chosen.cpu.waitMs(at) < 1500) chosen.cpu.take(at, 50);
    }
  }
  return { replicas, observations: autoscaler.observations };
}

describe('the autoscaler of the reference', () => {
  const { replicas, observations } = simulate((second) => (second < 400 ? 650 : 20), 1200);

  it('grows until the load fits, and shrinks five minutes after it has gone', () => {
    expect(Math.max(...replicas)).toBeGreaterThanOrEqual(42);
    expect(Math.max(...replicas)).toBeLessThanOrEqual(50);
    expect(replicas.at(-1)).toBe(3);
    const firstDown = replicas.findIndex((count, at) => count < (replicas[at - 1] ?? count));
    expect(firstDown * 15).toBeGreaterThanOrEqual(400 + 285);
  });

  it('does nothing before it has measured anything', () => {
    expect(replicas[0]).toBe(3);
    expect(observations[0]?.utilization).not.toHaveProperty('cpu');
  });

  it('keeps within the minimum, the maximum and the delay by its own record', () => {
    const scaling = { minInstances: 3, maxInstances: 50, targetCpuPercent: 70, targetMemoryPercent: 80 };
    const verdicts = judgeScaling({ scaling, behavior: undefined, scaleDownDelaySeconds: 300, observations });
    const of = (check: string) => verdicts.find((verdict) => verdict.check === check)?.verdict;
    expect([of('minimum'), of('maximum'), of('flapping')]).toEqual(['held', 'held', 'held']);
  });
});
