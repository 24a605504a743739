import { describe, expect, it } from 'vitest';
import { decide } from './autoscaler.js';
import { initialAutoscalerState } from './autoscaler-state.js';
import { replicasForQueue } from './queue-depth.js';

describe('a queue', () => {
  it.each([
    [10, 40, 10],
    [10, 44, 10],
    [10, 45, 12],
    [10, 36, 10],
    [10, 35, 9],
    [0, 0, 0],
    [0, 1, 1],
  ])('asks, with %i replicas of 4 jobs each and %i jobs, for %i', (currentReplicas, queueLength, desired) => {
    expect(replicasForQueue({ currentReplicas, queueLength, perReplica: 4, tolerance: 0.1 })).toBe(desired);
  });

  it('drives a GPU cluster from its minimum to its maximum and back', () => {
    let state = initialAutoscalerState;
    let replicas = 10;
    const seen: number[] = [];
    for (let t = 0; t <= 900; t += 15) {
      const queueLength = t < 120 ? 400 : 0;
      const proposal = replicasForQueue({
        currentReplicas: replicas,
        queueLength,
        perReplica: 4,
        tolerance: 0.1,
      });
      const decision = decide({ minReplicas: 10, maxReplicas: 50, behavior: undefined }, state, {
        nowSeconds: t,
        currentReplicas: replicas,
        proposals: [proposal],
      });
      ({ state, replicas } = decision);
      seen.push(replicas);
    }
    expect(seen.slice(0, 4)).toEqual([20, 40, 50, 50]);
    expect(seen.findIndex((count, at) => at > 3 && count < 50) * 15).toBe(420);
    expect(seen.at(-1)).toBe(10);
  });
});
