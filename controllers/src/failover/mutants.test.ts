import { describe, expect, it } from 'vitest';
import type { FailoverConfig } from './config.js';
import type { DatabasePosition, FailoverPorts } from './ports.js';
import { createFailoverController } from './runner.js';
import { FakeWorld } from './testing/fake-world.js';
import { asynchronous, config } from './testing/fixture.js';

/*
 * Clients write to the old primary, which lives on where the controller cannot see it, and to the new one, all the
 * time. A correct controller loses none of what was acknowledged, whichever standby happened to be ahead; each mutant
 * leaves out one precaution and must be seen to break a promise. Without the mutants this audit could be vacuous.
 */
interface Mutant {
  name: string;
  ports?: (ports: FailoverPorts, world: FakeWorld) => Partial<FailoverPorts['databases']>;
  config?: Partial<FailoverConfig>;
  world?: (world: FakeWorld) => void;
  breaks: 'lost' | 'old-epoch' | 'unprotected';
}

const nothing = () => Promise.resolve();
const position = (world: FakeWorld, name: string): DatabasePosition => ({
  role: 'standby',
  flushedLsn: `0/${(world.at(name).lsn + world.at(name).log.length).toString(16)}`,
  timelineId: 1,
  epoch: 1,
});

const mutants: Mutant[] = [
  {
    name: 'ignores the comparison of WAL positions',
    ports: (_ports, world) => ({
      detach: async (name) => {
        world.at(name).upstream = undefined;
        return { ...position(world, name), flushedLsn: '0/1' };
      },
    }),
    breaks: 'lost',
  },
  {
    name: 'compares the standbys while they still receive',
    ports: (_ports, world) => ({ detach: async (name) => position(world, name) }),
    breaks: 'lost',
  },
  {
    name: 'does not insist on hearing the other standby',
    config: { replication: { ...config.replication, quorum: 2 } },
    world: (world) => world.cutOff('three'),
    breaks: 'lost',
  },
  {
    name: 'accepts asynchronous replication',
    config: { replication: asynchronous, acceptDataLoss: true },
    world: (world) => {
      world.at('one').synchronousStandbys = [];
    },
    breaks: 'lost',
  },
  {
    name: 'lets clients write between promotion and epoch',
    ports: (ports) => ({
      refuseWrites: (name, signal) =>
        name === 'two' ? nothing() : ports.databases.refuseWrites(name, signal),
    }),
    breaks: 'old-epoch',
  },
  {
    name: 'releases writes without the epoch',
    ports: () => ({ writeEpoch: nothing }),
    breaks: 'old-epoch',
  },
  {
    name: 'promotes without a synchronous standby',
    ports: () => ({ setSynchronousStandbys: nothing }),
    breaks: 'unprotected',
  },
];

type Audit = Record<Mutant['breaks'] | 'byOld' | 'byNew', number>;

async function audit(mutant: Partial<Mutant>, seed: number): Promise<Audit> {
  const world = new FakeWorld();
  const ports = world.ports();
  const databases = { ...ports.databases, ...mutant.ports?.(ports, world) };
  const controller = createFailoverController({ ...config, ...mutant.config }, { ...ports, databases });
  controller.start();
  const pulse = async (seconds: number) => {
    for (let tick = 0; tick < seconds * 20; tick++) {
      await world.clock.advance(0.05);
      // Mostly one standby is ahead of the other, in turn; both writers go on whatever happens.
      const reaches = (tick + seed) % 3 === 0 ? ['two', 'three'] : seed % 2 === 0 ? ['three'] : ['two'];
      world.write('one', reaches);
      world.write('two', ['three']);
    }
  };
  await pulse(1);
  world.cutOff('one');
  mutant.world?.(world);
  await pulse(14);
  await controller.stop();

  const stored = new Set(world.at('two').log);
  const byNew = world.acknowledged.filter(({ region }) => region === 'two');
  const third = new Set(world.at('three').log);
  return {
    byOld: world.acknowledged.length - byNew.length,
    byNew: byNew.length,
    lost:
      world.at('two').role === 'primary' ? world.acknowledged.filter(({ id }) => !stored.has(id)).length : 0,
    'old-epoch': byNew.filter(({ epoch }) => epoch < 2).length,
    unprotected:
      byNew.filter(({ id }) => !third.has(id)).length +
      Number(world.at('two').role === 'primary' && world.at('two').synchronousStandbys.length === 0),
  };
}

const seeds = [0, 1, 2, 3];

describe('what clients were promised, with writes going on all the time', () => {
  it.each(seeds)('is kept by the controller (seed %i)', async (seed) => {
    const { byOld, byNew, ...broken } = await audit({}, seed);
    expect(broken).toEqual({ lost: 0, 'old-epoch': 0, unprotected: 0 });
    // Writes were acknowledged up to the failover and after it, or there was nothing to lose.
    expect(byOld).toBeGreaterThan(100);
    expect(byNew).toBeGreaterThan(20);
  });

  it.each(mutants)('is broken, and seen to be, by a controller that $name', async (mutant) => {
    let broken = 0;
    for (const seed of seeds) broken += (await audit(mutant, seed))[mutant.breaks];
    expect(broken).toBeGreaterThan(0);
  });
});
