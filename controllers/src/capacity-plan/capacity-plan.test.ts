import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { type CapacityPlan, capacityPlan } from './capacity-plan.js';

const plan = (rps: number, cpuMsPerRequest = 50) =>
  capacityPlan(arborKumori, { rps, cpuMsPerRequest, poolSize: 10 });
const api = ({ services }: CapacityPlan, at = 0) => services[at];

describe('a capacity plan', () => {
  it('needs the maximum for 700 requests a second of 50 ms, and climbs by doubling, or by four where that is more', () => {
    const service = api(plan(700));
    expect(service).toMatchObject({ instances: 50, restsAt: 50, utilizationPercent: 70, unservedRps: 0 });
    expect(service).toMatchObject({ connections: 500, secondsToScale: 65 });
    expect(service?.steps.map(({ t, instances }) => [t, instances])).toEqual([
      [0, 3],
      [0, 7],
      [15, 14],
      [30, 28],
      [45, 50],
    ]);
  });

  it('stays at the minimum when nothing is asked', () => {
    expect(api(plan(0))).toMatchObject({ instances: 3, utilizationPercent: 0, secondsToScale: 0 });
  });

  it('says what is left over at the maximum', () => {
    // 30 instances × 2000 m ÷ 50 ms are 1200 requests a second.
    expect(api(plan(1500), 1)).toMatchObject({ instances: 30, utilizationPercent: 200, unservedRps: 300 });
  });

  it('compares the pools of all instances with what the database gives', () => {
    expect(plan(700).database).toEqual({ connections: 800, available: 197, fits: false });
    expect(plan(20).database.fits).toBe(true);
  });

  it('does not take an unknown price for none', () => {
    const { gpu, usdPerHour } = plan(100);
    expect(gpu.map(({ usdPerHourAtMinimum }) => usdPerHourAtMinimum)).toEqual([50.4, null]);
    expect(usdPerHour.unknown).toEqual(['V100 in eu-west-1']);
  });

  it('needs no fewer instances for more load', () => {
    let before = 0;
    for (let rps = 0; rps < 1000; rps += 25) {
      const { instances = 0 } = api(plan(rps)) ?? {};
      expect(instances).toBeGreaterThanOrEqual(before);
      before = instances;
    }
  });
});
