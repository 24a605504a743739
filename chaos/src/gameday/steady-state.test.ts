import type { ClientsSecond } from '@attest/evidence';
import { describe, expect, it } from 'vitest';
import { experiments } from '../experiments/index.js';
import { steadyState } from './steady-state.js';

const experiment = experiments['region-loss'];
const due =
  experiment.load.writesPerSecond + experiment.load.gpuWritesPerSecond + experiment.load.readsPerSecond;

const seconds = (
  change: (index: number) => Partial<ClientsSecond> = () => ({}),
  count = 12,
): ClientsSecond[] =>
  Array.from({ length: count }, (_, index) => ({
    stream: 'writes',
    second: index * 1000,
    arrivals: due,
    good: due,
    failed: 0,
    late: 0,
    dropped: 0,
    p50Ms: 80,
    p99Ms: 100,
    ...change(index),
  }));

describe('the steady state before a fault', () => {
  it('is reached when the whole window has enough good arrivals', () => {
    expect(steadyState(seconds(), experiment)).toEqual({ steady: true });
  });

  it('is not reached without traffic, however good the nothing is', () => {
    expect(
      steadyState(
        seconds(() => ({ arrivals: 0, good: 0 })),
        experiment,
      ),
    ).toMatchObject({ steady: false });
  });

  it('is not reached while less than the window has been watched', () => {
    expect(steadyState(seconds(undefined, 3), experiment)).toEqual({
      steady: false,
      because: '3 of 10 s watched',
    });
  });

  it('is not reached with one bad request in a hundred', () => {
    expect(
      steadyState(
        seconds(() => ({ good: due - due / 100 })),
        experiment,
      ),
    ).toMatchObject({ steady: false });
  });

  it('forgets what was bad before the window', () => {
    expect(
      steadyState(
        seconds((index) => (index < 2 ? { good: 0 } : {})),
        experiment,
      ),
    ).toEqual({ steady: true });
  });
});
