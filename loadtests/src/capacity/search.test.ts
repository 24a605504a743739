import { describe, expect, it } from 'vitest';
import { capacityFacts } from './facts.js';
import { type Attempt, nextStep, type SearchOptions } from './search.js';
import { promised, simulatedSearch } from './testing/simulated-run.js';
import { random, type SimulatedKind, simulatedServers } from './testing/simulated-server.js';

const truths: Record<SimulatedKind, (capacity: number) => number | null> = {
  queue: (capacity) => capacity,
  'uneven-queue': (capacity) => capacity,
  'no-queue': (capacity) => capacity,
  cliff: (capacity) => capacity,
  // A limiter may refuse the promised share on top of what it lets through.
  limit: (capacity) => capacity / (1 - promised.errorRatio),
  slows: () => null,
};

function knee(kind: SimulatedKind, seed: number) {
  const next = random(seed);
  const capacity = 40 + Math.round(next() * 800);
  const server = simulatedServers[kind]({ capacity, concurrency: 4 + Math.floor(next() * 12), random: next });
  // Arrivals that come in pairs are refused by a server without a queue, which is the truth for it but not a known one.
  const jitterMs = kind === 'no-queue' ? () => 0 : () => next() * 2;
  const evidence = simulatedSearch({ server, jitterMs });
  return { knee: capacityFacts(evidence, promised).knee, truth: truths[kind](capacity) };
}

const kinds = Object.keys(truths) as SimulatedKind[];
const seeds = Array.from({ length: 20 }, (_, index) => index + 1);

describe('the knee of a server of known capacity', () => {
  it.each(kinds.filter((kind) => kind !== 'slows'))(
    'is within 5 % of the truth in 20 of 20 runs: %s',
    (kind) => {
      const wrong = seeds
        .map((seed) => ({ seed, ...knee(kind, seed) }))
        .filter(({ knee: { value }, truth }) => Math.abs((value ?? 0) / (truth ?? 1) - 1) > 0.05);
      expect(wrong).toEqual([]);
    },
  );

  it('lies between low and high where nothing is left to chance', () => {
    for (const seed of seeds) {
      const { knee: found, truth } = knee('queue', seed);
      expect(found.low).toBeLessThanOrEqual(truth ?? 0);
      expect(found.high).toBeGreaterThanOrEqual(truth ?? 0);
    }
  });

  it('is none for a server that gets slower with every request', () => {
    for (const seed of seeds) expect(knee('slows', seed).knee.value).toBeNull();
  });

  it('is none for a server that refuses everything', () => {
    const evidence = simulatedSearch({ server: () => ({ ms: 1, bad: 'server-error' }) });
    expect(capacityFacts(evidence, promised).knee).toMatchObject({ value: null, high: 2, lowerBound: false });
  });

  it('is a lower bound where the caller or the generator ended the search', () => {
    const server = () => ({ ms: 3 });
    const asked = capacityFacts(simulatedSearch({ server }, { maxPerSecond: 200 }), promised).knee;
    expect(asked).toMatchObject({ value: 200, high: null, lowerBound: true });
    const able = capacityFacts(simulatedSearch({ server }), promised).knee;
    expect(able).toMatchObject({ value: 3000, lowerBound: true });
  });

  it('is a lower bound where the generator tires before the target, and never a rate at which it did', () => {
    for (const seed of seeds) {
      const server = simulatedServers.queue({ capacity: 200, concurrency: 10, random: random(seed) });
      const tired = simulatedSearch({ server, tiresAtPerSecond: 150 });
      expect(capacityFacts(tired, promised).knee).toMatchObject({ value: 80, high: null, lowerBound: true });
    }
  });

  it('has a rate that held where time runs out early', () => {
    const server = simulatedServers.queue({ capacity: 200, concurrency: 10, random: random(1) });
    const { value, high } = capacityFacts(simulatedSearch({ server }, { budgetSeconds: 45 }), promised).knee;
    expect(value).toBe(160);
    expect(high).toBeLessThanOrEqual(320);
  });

  it('is not 239/s for a queue of 200/s, which a p99 over five seconds would say', () => {
    const server = simulatedServers.queue({ capacity: 200, concurrency: 10, random: random(1) });
    const { value } = capacityFacts(simulatedSearch({ server }), promised).knee;
    expect(value).toBeGreaterThan(190);
    expect(value).toBeLessThanOrEqual(201);
  });
});

describe('the choice of the next rate', () => {
  const options: SearchOptions = {
    startPerSecond: 20,
    minPerSecond: 2,
    maxPerSecond: 1000,
    maxIs: 'max-rate',
    errorRatio: 0.05,
    resolution: 1.035,
    secondsFor: (_, purpose) => (purpose === 'climb' ? 5 : 12),
  };
  const nextOf = (attempts: readonly Attempt[], leftSeconds = Number.POSITIVE_INFINITY) =>
    nextStep(attempts, options, leftSeconds);
  const attempt = (perSecond: number, outcome: Attempt['outcome'], more: Partial<Attempt> = {}): Attempt => ({
    purpose: 'refine',
    perSecond,
    outcome,
    limits: [],
    goodPerSecond: null,
    ...more,
  });

  it('doubles while nothing fails', () => {
    expect(nextOf([])).toMatchObject({ perSecond: 20, purpose: 'climb' });
    expect(nextOf([attempt(20, 'unclear', { purpose: 'climb' })])).toMatchObject({
      perSecond: 40,
    });
  });

  it('goes down from a start that fails, and ends at the lowest rate', () => {
    expect(nextOf([attempt(20, 'failed', { purpose: 'climb' })])).toMatchObject({ perSecond: 5 });
    expect(nextOf([attempt(2, 'failed')])).toMatchObject({ do: 'end', endedBy: 'lowest-rate' });
  });

  it('looks first just below what a full target still gave', () => {
    const attempts = [
      attempt(80, 'held', { purpose: 'climb' }),
      attempt(160, 'failed', { goodPerSecond: 120 }),
    ];
    expect(nextOf(attempts)).toMatchObject({ perSecond: 116 });
  });

  it('proves a rate that only a short step passed before it ends there', () => {
    const attempts = [attempt(100, 'unclear', { purpose: 'climb' }), attempt(102, 'failed')];
    expect(nextOf(attempts)).toMatchObject({ perSecond: 100, purpose: 'refine' });
  });

  it('repeats a step that could not measure, three times, and ends then', () => {
    const held = attempt(20, 'held');
    const disturbed = attempt(40, 'void', { purpose: 'climb' });
    for (const times of [1, 2, 3]) {
      const attempts = [held, ...Array.from({ length: times }, () => disturbed)];
      expect(nextOf(attempts)).toEqual({ do: 'try', purpose: 'climb', perSecond: 40 });
    }
    expect(nextOf([held, disturbed, disturbed, disturbed, disturbed])).toEqual({
      do: 'end',
      endedBy: 'void-step',
      detail: '40/s could not be measured, 4 times in a row',
    });
  });

  it('goes on as if nothing had happened once a disturbed step was measured', () => {
    const disturbed = attempt(20, 'void', { purpose: 'climb' });
    const held = attempt(20, 'held', { purpose: 'climb' });
    const before = [disturbed, disturbed, disturbed, held, attempt(40, 'void', { purpose: 'climb' })];
    expect(nextOf(before)).toMatchObject({ do: 'try', perSecond: 40 });
    expect(nextOf([...before, attempt(40, 'held', { purpose: 'climb' })])).toMatchObject({
      perSecond: 80,
    });
  });

  const fourTimes = (each: Attempt) => Array.from({ length: 4 }, () => each);

  it('confirms what passed below a rate that could not be measured, and ends there', () => {
    const before = [
      attempt(20, 'held', { purpose: 'climb' }),
      attempt(40, 'unclear', { purpose: 'climb' }),
      ...fourTimes(attempt(80, 'void', { purpose: 'climb' })),
    ];
    expect(nextOf(before)).toEqual({ do: 'try', purpose: 'refine', perSecond: 40 });
    expect(nextOf([...before, attempt(40, 'held')])).toEqual({
      do: 'end',
      endedBy: 'void-step',
      detail: '80/s could not be measured, 4 times in a row',
    });
  });

  it('goes further down where that can be measured no longer either', () => {
    const before = [
      attempt(20, 'held', { purpose: 'climb' }),
      attempt(40, 'held', { purpose: 'climb' }),
      ...fourTimes(attempt(80, 'void', { purpose: 'climb' })),
      ...fourTimes(attempt(40, 'void')),
    ];
    expect(nextOf(before)).toEqual({ do: 'try', purpose: 'refine', perSecond: 20 });
    const after = [...before, ...fourTimes(attempt(20, 'void'))];
    expect(nextOf(after)).toMatchObject({ do: 'end', endedBy: 'void-step' });
  });

  it('looks for the knee below it where the confirmation fails', () => {
    const before = [
      attempt(20, 'held', { purpose: 'climb' }),
      attempt(40, 'held', { purpose: 'climb' }),
      ...fourTimes(attempt(80, 'void', { purpose: 'climb' })),
      attempt(40, 'failed', { goodPerSecond: 30 }),
    ];
    expect(nextOf(before)).toMatchObject({ do: 'try', purpose: 'refine', perSecond: 29.1 });
  });

  it('confirms a rate while there is time for that, where none has held for long', () => {
    const climbed = [
      attempt(40, 'held', { purpose: 'climb' }),
      attempt(80, 'failed', { purpose: 'climb', goodPerSecond: 60 }),
    ];
    expect(nextOf(climbed, 30)).toMatchObject({ purpose: 'refine', perSecond: 58.2 });
    expect(nextOf(climbed, 20)).toEqual({ do: 'try', purpose: 'refine', perSecond: 40 });
    expect(nextOf(climbed, 10)).toEqual({ do: 'end', endedBy: 'time', detail: 'after 2 steps' });
    const held = [...climbed, attempt(40, 'held')];
    expect(nextOf(held, 20)).toMatchObject({ perSecond: 58.2 });
    expect(nextOf(held, 10)).toMatchObject({ do: 'end', endedBy: 'time' });
  });

  it('ends when not one step could measure', () => {
    const attempts: Attempt[] = Array.from({ length: 4 }, () => attempt(20, 'void'));
    expect(nextOf(attempts)).toMatchObject({ do: 'end', endedBy: 'void-step' });
  });

  it('ends at last with a target that answers at random', () => {
    const attempts: Attempt[] = [];
    const next = random(3);
    while (attempts.length < 100) {
      const step = nextOf(attempts);
      if (step.do === 'end') break;
      attempts.push(attempt(step.perSecond, next() < 0.5 ? 'held' : 'failed', { purpose: step.purpose }));
    }
    expect(attempts.length).toBeLessThanOrEqual(30);
  });
});
