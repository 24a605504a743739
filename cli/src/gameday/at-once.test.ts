import { experiments } from '@attest/chaos';
import { describe, expect, it } from 'vitest';
import { againAlone, atOnce, placesOn, type Turn, type Waiting, waitingOf } from './at-once.js';

interface Run extends Waiting {
  readonly name: string;
}
const run = (name: string, places = 1, seconds = 0): Run => ({
  name,
  places,
  seconds,
  rollout: false,
  warmed: false,
});
const rollout = (name: string, seconds: number): Run => ({ ...run(name, 1, seconds), rollout: true });
const warmed = (name: string): Run => ({ ...run(name), warmed: true });

/** Runs that come up, get under load and end when a test says so. */
class Machine {
  readonly begun: string[] = [];
  /** In the order in which there was room for them. */
  readonly loaded: string[] = [];
  readonly #ends = new Map<string, { resolve(): void; reject(error: Error): void }>();
  readonly #turns = new Map<string, Turn>();

  carryOut = ({ name }: Run, turn: Turn): Promise<string> => {
    this.begun.push(name);
    this.#turns.set(name, turn);
    return new Promise((resolve, reject) => {
      this.#ends.set(name, { resolve: () => resolve(`${name} held`), reject });
    });
  };

  async isUp(...names: string[]): Promise<void> {
    for (const name of names) {
      void this.#turns
        .get(name)!
        .isUp()
        .then(() => this.loaded.push(name));
      await settled();
    }
  }

  async isDone(name: string): Promise<void> {
    this.#turns.get(name)!.isDone();
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
  it('come up one after the other, and the next waits, ready, until there is room', async () => {
    const { machine } = await begin([run('a'), run('b'), run('c'), run('d')], 2);
    expect(machine.begun).toEqual(['a']);
    await machine.isUp('a');
    expect(machine.begun).toEqual(['a', 'b']);
    await machine.isUp('b', 'c');
    expect(machine.loaded, 'there are two places').toEqual(['a', 'b']);
    expect(machine.begun, 'one waits already').toEqual(['a', 'b', 'c']);
    await machine.ends('a');
    expect(machine.loaded).toEqual(['a', 'b', 'c']);
    expect(machine.begun).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leave their room when their load has ended, once', async () => {
    const { machine } = await begin([run('a'), run('b'), run('c')], 1);
    expect(machine.begun, 'one place: one after the other').toEqual(['a']);
    const { machine: two } = await begin([run('a'), run('b'), run('c'), run('d')], 2);
    await two.isUp('a', 'b', 'c');
    await two.isDone('a');
    expect(two.loaded).toEqual(['a', 'b', 'c']);
    await two.ends('a');
    await two.isUp('d');
    expect(two.loaded, 'the room of a was given away before').toEqual(['a', 'b', 'c']);
  });

  it('let the next one come up when one ends before it is up', async () => {
    const { machine } = await begin([run('a'), run('b')], 2);
    await machine.ends('a');
    expect(machine.begun).toEqual(['a', 'b']);
  });

  it('take no room when one ends while it waits for it', async () => {
    const { machine } = await begin([run('a'), run('b'), run('c'), run('d')], 2);
    await machine.isUp('a', 'b', 'c');
    await machine.ends('c');
    expect(machine.begun).toEqual(['a', 'b', 'c', 'd']);
    await machine.isUp('d');
    await machine.ends('a');
    expect(machine.loaded).toEqual(expect.arrayContaining(['a', 'b', 'd']));
  });

  it('wait for each other where all of them want more than there is', async () => {
    const { machine } = await begin([run('a', 3), run('b', 3)], 2);
    await machine.isUp('a', 'b');
    expect(machine.loaded).toEqual(['a']);
    await machine.isDone('a');
    expect(machine.loaded).toEqual(['a', 'b']);
  });

  it('begin with those that take most room, and fill what they leave', async () => {
    const { machine } = await begin([run('a'), run('large', 2), run('b'), run('other', 2)], 3);
    await machine.isUp('large', 'a');
    expect(machine.begun, 'a fits beside it, the next one comes up for when it ends').toEqual([
      'large',
      'a',
      'other',
    ]);
    await machine.isUp('other');
    expect(machine.loaded).toEqual(['large', 'a']);
    await machine.ends('large');
    expect(machine.loaded).toEqual(['large', 'a', 'other']);
    expect(machine.begun.at(-1)).toBe('b');
  });

  it('leave half of the places to others than rollouts', async () => {
    const rollouts = ['x', 'y', 'z'].map((name) => rollout(name, 900));
    const { machine } = await begin([...rollouts, run('a'), run('b'), run('c')], 3);
    await machine.isUp('x', 'y', 'a', 'b');
    expect(machine.loaded).toEqual(['x', 'y', 'a']);
    await machine.ends('x');
    expect(machine.loaded, 'b was ready').toEqual(['x', 'y', 'a', 'b']);
    expect(machine.begun.at(-1), 'and now a third one may').toBe('z');
  });

  it('let a rollout wait for another one where nothing else is left', async () => {
    const { machine } = await begin([rollout('x', 9), rollout('y', 8), rollout('z', 7)], 3);
    await machine.isUp('x', 'y', 'z');
    expect(machine.loaded).toEqual(['x', 'y']);
    await machine.ends('y');
    expect(machine.loaded).toEqual(['x', 'y', 'z']);
  });

  it('begin with those that last longest, and are told in the order in which they were asked for', async () => {
    const { machine, outcomes } = await begin([run('short', 1, 5), run('long', 1, 900)], 2);
    await machine.isUp('long', 'short');
    await machine.ends('short');
    await machine.ends('long');
    expect(machine.begun).toEqual(['long', 'short']);
    expect([...(await outcomes).values()]).toEqual(['short held', 'long held']);
  });

  it('take turns between what is warmed and what is not', async () => {
    const others = ['a', 'b', 'c', 'd'].map((name) => run(name, 1, 21));
    const { machine } = await begin([warmed('x'), warmed('y'), ...others], 6);
    for (let count = 0; count < 6; count += 1) await machine.isUp(machine.begun.at(-1)!);
    expect(machine.begun).toEqual(['a', 'x', 'b', 'y', 'c', 'd']);
  });

  it('keep their order when one follows the other', async () => {
    const { machine } = await begin([run('large', 2, 5), run('short', 1, 5), run('long', 1, 900)], 1);
    await machine.ends('large');
    await machine.ends('short');
    expect(machine.begun).toEqual(['large', 'short', 'long']);
  });

  it('end before a failure of one is told, and no other is begun', async () => {
    const { machine, outcomes } = await begin([run('a'), run('b'), run('c')], 2);
    await machine.isUp('a');
    await machine.fails('a');
    await machine.isUp('b');
    expect(machine.begun).toEqual(['a', 'b']);
    await machine.ends('b');
    await expect(outcomes).rejects.toThrow('a failed');
    expect(machine.begun).toEqual(['a', 'b']);
  });
});

it('an experiment takes room by its load, and is begun early when it is watched long', () => {
  const placesOf = (name: keyof typeof experiments) => waitingOf(experiments[name]).places;
  expect(placesOf('region-loss')).toBe(2);
  expect(placesOf('good-canary')).toBe(1);
  expect(placesOf('partition')).toBe(1);
  expect(placesOf('retry-storm')).toBe(2);
  expect(waitingOf(experiments['good-canary']).rollout).toBe(true);
  expect(waitingOf(experiments.partition).seconds).toBe(21);
  expect(waitingOf(experiments['leaking-canary']).seconds).toBe(900);
  expect(waitingOf(experiments['disk-full']).warmed).toBe(true);
  expect(waitingOf(experiments.partition).warmed).toBe(false);
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
