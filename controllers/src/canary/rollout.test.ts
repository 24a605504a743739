import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { canaryPolicy } from './canary-policy.js';
import type { Interval, Measured } from './interval.js';
import { type RolloutPorts, runRollout } from './rollout-runner.js';

const policy = canaryPolicy(arborKumori);

interface World {
  readonly canaryErrors?: number;
  readonly rps?: number;
  /** Minutes in which nothing can be measured. */
  readonly blind?: (minute: number) => boolean;
  /** Minutes in which no request reaches the canary. */
  readonly cutOff?: (minute: number) => boolean;
  /** Fails the first so many times. */
  readonly stubborn?: number;
  readonly minutes?: number;
}

/** A platform of which every minute is told in a line. */
async function roll({
  canaryErrors = 0.01,
  rps = 200,
  blind = () => false,
  cutOff = () => false,
  stubborn = 0,
  minutes = 200,
}: World) {
  const told: string[] = [];
  let minute = 0;
  let weight = 0;
  let failures = stubborn;
  const measured = (share: number, errorRate: number): Measured => {
    const requests = Math.round(rps * 60 * share);
    return { requests, errors: Math.round(requests * errorRate) };
  };
  const ports: RolloutPorts = {
    send: async (canaryWeight) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('the edge does not answer');
      }
      weight = canaryWeight;
      told.push(`${minute} send ${canaryWeight}`);
    },
    retire: async (revision) => void told.push(`${minute} retire ${revision}`),
    notify: async (channel, { outcome, metric }) =>
      void told.push(`${minute} ${channel} ${outcome} ${metric}`),
    measure: async (): Promise<Interval | undefined> =>
      blind(minute)
        ? undefined
        : {
            t: minute * 60,
            seconds: 60,
            canary: measured(cutOff(minute) ? 0 : weight, canaryErrors),
            baseline: measured(1 - weight, 0.01),
          },
    wait: async () => {
      minute += 1;
      return minute <= minutes;
    },
    show: () => {},
  };
  const state = await runRollout(policy, ports);
  return { state, told };
}

describe('a rollout', () => {
  it('goes through the stages of the catalog, each in its time', async () => {
    const { state, told } = await roll({});
    expect(state.phase).toBe('promoted');
    expect(told).toEqual([
      '0 send 0.05',
      '30 send 0.1',
      '45 send 0.25',
      '60 send 0.5',
      '75 send 1',
      '90 send 1',
      '90 retire baseline',
      '90 slack promoted null',
      '90 pagerduty promoted null',
    ]);
  });

  it('is rolled back as soon as it is bad, and tells everybody', async () => {
    const { state, told } = await roll({ canaryErrors: 0.2 });
    expect(state.phase).toBe('rolled-back');
    expect(told).toEqual([
      '0 send 0.05',
      '1 send 0',
      '1 retire canary',
      '1 slack rolled-back error_rate',
      '1 pagerduty rolled-back error_rate',
    ]);
  });

  it('holds its stage, and says so once, while nobody knows', async () => {
    const { state, told } = await roll({ rps: 1, minutes: 60 });
    expect(state).toMatchObject({ phase: 'holding', stage: 0 });
    expect(told).toEqual(['0 send 0.05', '30 slack holding null', '30 pagerduty holding null']);
  });

  it('is rolled back when what is sent to the canary does not reach it', async () => {
    const { state, told } = await roll({ cutOff: (minute) => minute >= 10 });
    expect(state).toMatchObject({ phase: 'rolled-back', silence: { seconds: 60, missed: 600 } });
    expect(told).toContain('10 slack rolled-back null');
  });

  it('does not mind that nobody comes at all, or too few to tell', async () => {
    const nobody = await roll({ rps: 0, minutes: 60 });
    expect(nobody.state.phase).toBe('holding');
    const few = await roll({ rps: 0.1, cutOff: () => true, minutes: 60 });
    expect(few.state).toMatchObject({ phase: 'holding', silence: { seconds: 3600 } });
    expect(few.state.silence.missed).toBeLessThan(30);
  });

  it('forgets a silence that is over', async () => {
    const { state } = await roll({ rps: 2, cutOff: (minute) => minute % 4 > 0 });
    expect(state.phase).not.toBe('rolled-back');
  });

  it('neither promotes nor rolls back while it is blind', async () => {
    const { state } = await roll({ blind: () => true, minutes: 120 });
    expect(state).toMatchObject({ phase: 'watching', stage: 0 });
  });

  it('tries again what failed', async () => {
    const { state, told } = await roll({ canaryErrors: 0.2, stubborn: 4 });
    expect(state.phase).toBe('rolled-back');
    expect(told.slice(0, 3)).toEqual(['1 send 0.05', '2 send 0', '2 retire canary']);
  });
});
