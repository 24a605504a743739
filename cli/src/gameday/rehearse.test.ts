import { type Experiment, experiments } from '@attest/chaos';
import type { Recorder } from '@attest/evidence';
import type { Bed } from '@attest/reference';
import { describe, expect, it } from 'vitest';
import { rehearse } from './rehearse.js';

async function rehearsed(experiment: Experiment, carries: number) {
  const done: string[] = [];
  const recorded: Record<string, unknown>[] = [];
  const bed = {
    warmUp: async () => void done.push('warm'),
    takeItsShare: async () => void done.push('its share'),
    measureCapacity: async () => {
      done.push('measured');
      return carries;
    },
  } as unknown as Bed;
  const load = await rehearse(bed, experiment, {
    recorder: {
      record: async (line: Record<string, unknown>) => void recorded.push(line),
    } as unknown as Recorder,
    clock: { monotonicMs: () => 0 } as never,
    progress: { done: () => {}, live: () => {} },
    signal: new AbortController().signal,
  });
  return { done, load, told: recorded.find(({ kind }) => kind === 'rehearsal') };
}

describe('before a platform is judged', () => {
  it('it is made warm and measured when much is asked of it, and gets no more than it carries', async () => {
    const { done, load, told } = await rehearsed(experiments['region-loss'], 100);
    expect(done).toEqual(['warm', 'its share', 'measured']);
    expect(load.writesPerSecond).toBeLessThan(45);
    expect(told).toMatchObject({ carriedWritesPerSecond: 100 });
  });

  it('it is made warm when others are to take over a load that anything carries', async () => {
    const { done, load, told } = await rehearsed(experiments['database-failure'], 1);
    expect(done).toEqual(['warm', 'its share']);
    expect(load).toEqual(experiments['database-failure'].load);
    expect(told).not.toHaveProperty('carriedWritesPerSecond');
  });

  it('nothing is done where those who serve a light load go on serving it', async () => {
    const { done, told } = await rehearsed(experiments.partition, 1);
    expect(done).toEqual(['its share']);
    expect(told).toMatchObject({ loadPerSecond: 26 });
  });
});
