import type { CapacityStep } from '@attest/evidence';
import { describe, expect, it } from 'vitest';
import { judgeStep } from './judge-step.js';
import { promised, simulatedStep } from './testing/simulated-run.js';
import type { SimulatedServer } from './testing/simulated-server.js';

const steady = (server: SimulatedServer): CapacityStep => simulatedStep({ server }, 100, 12, 'refine');
const quick = steady(() => ({ ms: 3 }));
const slow = steady(() => ({ ms: 1500 }));
const silent = steady(() => ({ ms: 60_000 }));
const failing = steady(() => ({ ms: 1500, bad: 'server-error' }));

const late = (step: CapacityStep, lagP99Ms: number): CapacityStep => ({
  ...step,
  generator: { ...step.generator, lagP99Ms },
});

describe('a step', () => {
  it.each([
    ['quick answers', quick, 'held'],
    ['slow answers', slow, 'failed'],
    ['no answers', silent, 'failed'],
    ['errors', failing, 'failed'],
  ] as const)('with %s, of a generator that is well', (_, step, outcome) => {
    expect(judgeStep(step, promised).outcome).toBe(outcome);
  });

  it.each([
    ['slow answers', slow],
    ['no answers', silent],
  ])('with %s is not held against the target where the generator was late itself', (_, step) => {
    expect(judgeStep(late(step, 150), promised)).toEqual({
      outcome: 'void',
      limits: [],
      because: 'the load generator sent requests up to 150 ms late (p99)',
    });
  });

  it('nor where it gave up long after it was to', () => {
    const { outcome, because } = judgeStep({ ...silent, p99Ms: 4082 }, promised);
    expect(outcome).toBe('void');
    expect(because).toContain('waited 2082 ms longer for answers than it was to');
  });

  it('fails by errors that were answered, however late the generator was', () => {
    const { outcome, because } = judgeStep(late({ ...failing, p99Ms: 4082 }, 900), promised);
    expect(outcome).toBe('failed');
    expect(because).toMatch(/100 % of .* requests failed/);
  });

  it('fails where arrivals only look late, because others were dropped while all hung', () => {
    expect(judgeStep(late({ ...slow, dropped: 30 }, 310), promised).outcome).toBe('failed');
    expect(judgeStep(late({ ...slow, dropped: 30 }, 450), promised).outcome).toBe('void');
  });
});
