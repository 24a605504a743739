import { experiments } from '@attest/chaos';
import { describe, expect, it } from 'vitest';
import { againAlone, atOnce, placesOn, type Waiting, waitingOf } from './at-once.js';

interface Run extends Waiting {
  readonly name: string;
}
const run = (name: string, places = 1, seconds = 0): Run => ({ name, places, seconds });

/** Runs that come up and end when a test says so. */
class Machine {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, { resolve(): void; reject(error: Error): void }>();
  readonly #up = new Map<string, () => void>();

  carryOut = ({ name }: Run, isUp: () => void): Promise<string> => {
    this.begun.push(name);
    this.#up.set(name, isUp);
    return new Promise((resolve, reject) => {
      this.#ends.set(name, { resolve: () => resolve(`${name} held`), reject });
    });
  };

  async isUp(name: string): Promise<void> {
    this.#up.get(name)!();
    await settled();
  }

  async ends(name: string): Promise<void> {
    this.#ends.get(name)!.resolve();
    await settled();
  }

  async fails(name: string): Promise<void> {
    this.#ends.get(name)!.reject(new Error(`${name} failed`));
    await settled();
  }
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function begin(runs: readonly Run[], places: number) {
  const machine = new Machine();
  const outcomes = atOnce(runs, places, machine.carryOut);
  outcomes.catch(() => undefined);
  await settled();
  return { machine, outcomes };
}

describe('several runs at once', () => {
  it('come up one after the other, and run beside each other', async () => {
    const { machine } = await begin([run('a'), run('b'), run('c')], 2);
    expect(machine.begun).toEqual(['a']);
    await machine.isUp('a');
    expect(machine.begun).toEqual(['a', 'b']);
    await machine.isUp('b');
    expect(machine.begun, 'there are two places').toEqual(['a', 'b']);
    await machine.ends('a');
    expect(machine.begun).toEqual(['a', 'b', 'c']);
  });

  it('let the next one come up when one ends before it is up', async () => {
    const { machine } = await begin([run('a'), run('b')], 2);
    await machine.ends('a');
    expect(machine.begun).toEqual(['a', 'b']);
  });

  it('leave one alone that needs the whole machine, also when it needs more than there is', async () => {
    const { machine } = await begin([run('a'), run('heavy', Number.POSITIVE_INFINITY), run('b')], 2);
    await machine.isUp('heavy');
    expect(machine.begun).toEqual(['heavy']);
    await machine.ends('heavy');
    await machine.isUp('a');
    expect(machine.begun).toEqual(['heavy', 'a', 'b']);
  });

  it('begin with those that take most room, and fill what is left with those that fit', async () => {
    const { machine } = await begin(
      [run('a'), run('b'), run('large', 2), run('huge', 3), run('other', 2)],
      5,
    );
    await machine.isUp('huge');
    await machine.isUp('large');
    expect(machine.begun, 'there is no place for a').toEqual(['huge', 'large']);
    await machine.ends('huge');
    await machine.isUp('other');
    await machine.isUp('a');
    expect(machine.begun).toEqual(['huge', 'large', 'other', 'a']);
    await machine.ends('a');
    expect(machine.begun).toEqual(['huge', 'large', 'other', 'a', 'b']);
  });

  it('begin with those that last longest, and are told in the order in which they were asked for', async () => {
    const { machine, outcomes } = await begin([run('short', 1, 5), run('long', 1, 900)], 2);
    await machine.isUp('long');
    await machine.ends('short');
    await machine.ends('long');
    expect(machine.begun).toEqual(['long', 'short']);
    expect([...(await outcomes).values()]).toEqual(['short held', 'long held']);
  });

  it('keep their order when one follows the other', async () => {
    const { machine } = await begin([run('short', 1, 5), run('long', 1, 900)], 1);
    expect(machine.begun).toEqual(['short']);
  });

  it('end before a failure of one is told, and no other is begun', async () => {
    const { machine, outcomes } = await begin([run('a'), run('b'), run('c')], 2);
    await machine.isUp('a');
    await machine.isUp('b');
    await machine.fails('a');
    expect(machine.begun).toEqual(['a', 'b']);
    await machine.ends('b');
    await expect(outcomes).rejects.toThrow('a failed');
    expect(machine.begun).toEqual(['a', 'b']);
  });
});

it('an experiment takes room by its load, and is begun early when it is watched long', () => {
  const placesOf = (name: keyof typeof experiments) => waitingOf(experiments[name]).places;
  expect(placesOf('region-loss')).toBe(2);
  expect(placesOf('good-canary')).toBe(2);
  expect(placesOf('leaking-canary')).toBe(1);
  expect(placesOf('partition')).toBe(1);
  expect(waitingOf(experiments['retry-storm']).places).toBe(Number.POSITIVE_INFINITY);
  expect(waitingOf(experiments.partition).seconds).toBe(21);
  expect(waitingOf(experiments['leaking-canary']).seconds).toBe(900);
});

it('only what could not be judged among others is run again, alone', async () => {
  const again: string[] = [];
  const outcomes = await againAlone(
    new Map([
      ['a', 'held'],
      ['b', 'inconclusive'],
      ['c', 'broken'],
    ]),
    (outcome) => outcome === 'inconclusive',
    async (run) => {
      again.push(run);
      return 'held';
    },
  );
  expect(again).toEqual(['b']);
  expect([...outcomes]).toEqual([
    ['a', 'held'],
    ['b', 'held'],
    ['c', 'broken'],
  ]);
});

it.each([
  [2, 24_576, 3],
  [4, 16_384, 5],
  [8, 4096, 1],
  [1, 512, 1],
])('%d processors and %d MiB bear %d platforms', (cpus, memoryMib, places) => {
  expect(placesOn({ cpus, memoryMib })).toBe(places);
});
