import { describe, expect, it } from 'vitest';
import { VirtualCpu } from './virtual-cpu.js';

describe('virtual CPU', () => {
  it('does as many requests at the same time as there are cores, and the others after them', () => {
    const cpu = new VirtualCpu(2000);
    expect([1, 2, 3, 4, 5].map(() => cpu.take(0, 50))).toEqual([50, 50, 100, 100, 150]);
  });

  it('counts what was used until now, like cAdvisor', () => {
    const cpu = new VirtualCpu(2000);
    for (let count = 0; count < 3; count += 1) cpu.take(0, 50);
    expect([0, 25, 50, 75, 100, 1000].map((now) => cpu.usedSeconds(now))).toEqual([
      0, 0.05, 0.1, 0.125, 0.15, 0.15,
    ]);
  });

  it('never uses more than its limit', () => {
    const cpu = new VirtualCpu(2000);
    for (let now = 0; now < 1000; now += 1) cpu.take(now, 50);
    expect(cpu.usedSeconds(1000)).toBeLessThanOrEqual(2);
    expect(cpu.usedSeconds(1000)).toBeGreaterThan(1.9);
  });
});
