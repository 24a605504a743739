import { describe, expect, it } from 'vitest';
import { FakeWorld } from '../testing/fake-world.js';
import { config as failover } from '../testing/fixture.js';
import type { FailbackConfig } from './failback-state.js';
import { type FailbackPorts, runFailback } from './run-failback.js';

/*
 * Clients write all the time, to whoever takes their writes: before the failback to the old primary too, where somebody has lifted
 * its fence in some worlds. Whatever was acknowledged must be on the primary in the end. Each mutant leaves out one precaution and must be seen to lose something.
 */
interface Mutant {
  readonly name: string;
  readonly ports?: (ports: FailbackPorts, world: FakeWorld) => Partial<FailbackPorts>;
  readonly config?: Partial<FailbackConfig>;
  /** What is special about the world in which it matters. */
  readonly world?: (world: FakeWorld) => void;
}

const asynchronous = { mode: 'asynchronous', quorum: 0, standbys: ['two', 'three'] } as const;

/** Somebody made the old primary primary once more, and clients were there. */
const promotedAgain = (world: FakeWorld) => {
  Object.assign(world.at('one'), { epoch: 3, timelineId: 3, readOnly: false, synchronousStandbys: [] });
};
/** The old primary acknowledged alone what the failover lost. */
const unreplicated = (world: FakeWorld) => {
  Object.assign(world.at('one'), { readOnly: false, synchronousStandbys: [] });
};

const override = (ports: FailbackPorts, databases: Partial<FailbackPorts['databases']>) => ({
  databases: { ...ports.databases, ...databases },
});

const mutants: Mutant[] = [
  {
    name: 'does not compare epochs and timelines',
    world: promotedAgain,
    ports: (ports) =>
      override(ports, {
        position: async (region, signal) => {
          const seen = await ports.databases.position(region, signal);
          return region === 'one' && seen.role === 'primary' ? { ...seen, epoch: 1, timelineId: 1 } : seen;
        },
      }),
  },
  {
    name: 'takes asynchronous replication for synchronous',
    world: unreplicated,
    config: { replication: failover.replication },
  },
  {
    name: 'gives up what only the old primary has without having been asked to',
    world: unreplicated,
    config: { replication: asynchronous, discardUnreplicated: true },
  },
  {
    name: 'takes the old primary’s position before it refuses writes',
    world: unreplicated,
    config: { replication: asynchronous },
    ports: (ports, world) =>
      override(ports, {
        position: async (region, signal) => {
          const seen = await ports.databases.position(region, signal);
          return region === 'one' && world.at('one').role === 'primary'
            ? { ...seen, flushedLsn: '0/3000' }
            : seen;
        },
      }),
  },
  {
    name: 'switches over without having caught up, by a machine that compares nothing',
    ports: (ports, world) =>
      override(ports, {
        position: async (region, signal) => ({
          ...(await ports.databases.position(region, signal)),
          ...(world.at(region).role === 'standby' && { flushedLsn: 'FFFFFFFF/0' }),
        }),
        detach: async (region, signal) => ({
          ...(await ports.databases.detach(region, signal)),
          ...(region === 'one' && { flushedLsn: 'FFFFFFFF/0' }),
        }),
      }),
  },
];

async function lost(
  mutant: Partial<Mutant>,
  world: FakeWorld,
): Promise<{ lost: number; byTwo: number; ended: string }> {
  Object.assign(world.at('one'), { readOnly: true });
  Object.assign(world.at('two'), {
    role: 'primary',
    timelineId: 2,
    epoch: 2,
    upstream: undefined,
    synchronousStandbys: ['three'],
  });
  Object.assign(world.at('three'), { timelineId: 2, epoch: 2, upstream: 'two' });
  for (const record of Object.keys(world.dns)) world.dns[record] = 'two';
  mutant.world?.(world);
  const config: FailbackConfig = {
    platform: 'shop',
    old: 'one',
    current: 'two',
    forkLsn: '0/3000',
    replication: mutant.world === unreplicated ? asynchronous : failover.replication,
    channels: [],
    hasSeeder: true,
    discardUnreplicated: false,
    ...mutant.config,
  };
  const ports: FailbackPorts = {
    ...world.ports(),
    seeder: { seed: (name, upstream) => world.seed(name, upstream) },
    journal: { append: async () => {} },
  };
  const pulse = async (seconds: number, until: () => boolean = () => false) => {
    for (let tick = 0; tick < seconds * 20 && !until(); tick++) {
      await world.clock.advance(0.05);
      // The link to the old primary is the slow one: what is written arrives there only every other second.
      world.write('two', tick % 40 === 0 ? ['three', 'one'] : ['three']);
      world.write('one', ['two', 'three']);
    }
  };
  await pulse(1);
  let ended: string | undefined;
  const stop = new AbortController();
  const done = runFailback(
    config,
    {
      ...failover,
      replication: config.replication,
      acceptDataLoss: config.replication.mode === 'asynchronous',
    },
    { ...ports, ...mutant.ports?.(ports, world) },
    [],
    stop.signal,
  ).then((state) => {
    ended = state.ending?.as ?? 'interrupted';
  });
  await pulse(60, () => ended !== undefined);
  stop.abort();
  await world.clock.advance(1);
  await done;
  const primary = world.at(
    world.at('one').role === 'primary' && world.at('two').role === 'standby' ? 'one' : 'two',
  );
  const stored = new Set([...primary.log, ...(ended === 'refused' ? world.at('one').log : [])]);
  return {
    lost: world.acknowledged.filter(({ id }) => !stored.has(id)).length,
    byTwo: world.acknowledged.filter(({ region }) => region === 'two').length,
    ended: ended ?? 'never',
  };
}

describe('what was acknowledged', () => {
  it.each([
    ['by nobody but the current primary', undefined, 'completed'],
    ['by an old primary that was promoted again', promotedAgain, 'refused'],
    ['by an old primary alone', unreplicated, 'refused'],
  ])('%s survives a failback', async (_name, world, ending) => {
    const outcome = await lost({ ...(world && { world }) }, new FakeWorld());
    expect(outcome).toMatchObject({ lost: 0, ended: ending });
    // Or there was nothing to lose.
    expect(outcome.byTwo).toBeGreaterThan(10);
  });

  it.each(mutants)('is lost, and seen to be, by a failback that $name', async (mutant) => {
    expect((await lost(mutant, new FakeWorld())).lost).toBeGreaterThan(0);
  });
});
