import { describe, expect, it } from 'vitest';
import { FakeWorld } from '../testing/fake-world.js';
import { config as failover } from '../testing/fixture.js';
import type { FailbackConfig, FailbackLine, FailbackState } from './failback-state.js';
import { type FailbackPorts, runFailback } from './run-failback.js';

const usual: FailbackConfig = {
  platform: 'shop',
  old: 'one',
  current: 'two',
  forkLsn: '0/3000',
  replication: failover.replication,
  channels: failover.channels,
  hasSeeder: true,
  discardUnreplicated: false,
};

/** A failover from one to two is over; one is back, as it was left. */
function afterFailover(): FakeWorld {
  const world = new FakeWorld();
  Object.assign(world.at('one'), { readOnly: true, lsn: 0x3008 });
  Object.assign(world.at('two'), {
    role: 'primary',
    timelineId: 2,
    epoch: 2,
    lsn: 0x4000,
    upstream: undefined,
    synchronousStandbys: ['three'],
  });
  Object.assign(world.at('three'), { timelineId: 2, epoch: 2, lsn: 0x4000, upstream: 'two' });
  for (const record of Object.keys(world.dns)) world.dns[record] = 'two';
  return world;
}

interface Failback {
  lines: FailbackLine[];
  ended: FailbackState | undefined;
  stop: AbortController;
  done: Promise<void>;
}

function begin(
  world: FakeWorld,
  {
    change = {},
    ports = {},
    lines = [],
  }: { change?: Partial<FailbackConfig>; ports?: Partial<FailbackPorts>; lines?: FailbackLine[] } = {},
): Failback {
  const stop = new AbortController();
  const all: FailbackPorts = {
    ...world.ports(),
    seeder: { seed: (name, upstream) => world.seed(name, upstream) },
    journal: { append: async (line) => void lines.push(JSON.parse(JSON.stringify(line))) },
    ...ports,
  };
  const it: Failback = { lines, ended: undefined, stop, done: Promise.resolve() };
  it.done = runFailback({ ...usual, ...change }, failover, all, [...lines], stop.signal).then((state) => {
    it.ended = state;
  });
  return it;
}

async function failback(world: FakeWorld, options: Parameters<typeof begin>[1] = {}): Promise<Failback> {
  const it = begin(world, options);
  await world.clock.advance(60_000, () => it.ended !== undefined);
  await it.done;
  return it;
}

const restored = {
  one: { role: 'primary', timelineId: 3, epoch: 3, readOnly: false, synchronousStandbys: ['two', 'three'] },
  two: { role: 'standby', timelineId: 3, epoch: 3, upstream: 'one' },
  three: { upstream: 'one' },
};

describe('a failback', () => {
  it('seeds the old primary, lets it catch up, switches over, and makes the former primary a standby', async () => {
    const world = afterFailover();
    const { ended } = await failback(world);
    expect(ended).toMatchObject({ over: true, ending: { as: 'completed' } });
    expect(ended?.remarks).toEqual([expect.stringMatching(/8 bytes.*none of it was acknowledged/)]);
    expect(world.regions).toMatchObject(restored);
    expect(Object.values(world.dns)).toEqual(['one', 'one']);
    expect(
      world.notices.filter(({ notice }) => notice.summary.startsWith('Failback completed')),
    ).toHaveLength(3);
  });

  it('seeds nothing when somebody has seeded the old primary already', async () => {
    const world = afterFailover();
    await world.clock.advance(1);
    void world.seed('one', 'two');
    await world.clock.advance(1);
    world.calls.length = 0;
    const { ended } = await failback(world);
    expect(ended?.ending).toEqual({ as: 'completed' });
    expect(world.calls).not.toContain('seed:one');
    expect(world.regions).toMatchObject(restored);
  });

  it.each<[string, (world: FakeWorld) => void, Partial<FailbackConfig>, string]>([
    ['whose server does not answer', (world) => world.lose('one'), {}, 'old-primary-unreachable'],
    [
      'with an epoch that is not older',
      (world) => void Object.assign(world.at('one'), { epoch: 2 }),
      {},
      'old-primary-epoch-not-older',
    ],
    [
      'that was promoted again',
      (world) => void Object.assign(world.at('one'), { timelineId: 2 }),
      {},
      'old-primary-promoted-again',
    ],
    ['of which nobody knows where it parted', () => {}, { forkLsn: undefined }, 'fork-unknown'],
    [
      'that may have acknowledged what nobody else has',
      () => {},
      { replication: { mode: 'asynchronous', quorum: 0, standbys: ['two', 'three'] } },
      'old-primary-has-unreplicated-writes',
    ],
    ['that nobody can seed', () => {}, { hasSeeder: false }, 'no-seeder'],
    [
      'while the current primary does not answer',
      (world) => world.cutOff('two'),
      {},
      'current-primary-unreachable',
    ],
    [
      'when the current primary is none',
      (world) => void Object.assign(world.at('two'), { role: 'standby' }),
      {},
      'current-is-no-primary',
    ],
  ])('refuses an old primary %s, and replaces nothing', async (_name, arrange, change, reason) => {
    const world = afterFailover();
    arrange(world);
    const { ended } = await failback(world, { change });
    expect(ended?.ending).toMatchObject({ as: 'refused', reason });
    expect(world.calls.filter((call) => call.startsWith('seed:') || call.startsWith('promote:'))).toEqual([]);
    expect(world.notices.map(({ notice }) => notice.outcome)).toEqual(['refused', 'refused', 'refused']);
  });

  it('fences nobody when the journal is wrong about who is primary', async () => {
    const world = afterFailover();
    Object.assign(world.at('one'), { role: 'primary', timelineId: 3, epoch: 3, readOnly: false });
    Object.assign(world.at('two'), { role: 'standby', timelineId: 3, epoch: 3, upstream: 'one' });
    const { ended } = await failback(world);
    expect(ended?.ending).toMatchObject({ as: 'refused', reason: 'current-is-no-primary' });
    expect(world.at('one').readOnly).toBe(false);
  });

  it.each([
    ['seed:one', 'seed-failed'],
    ['follow:one', 'not-following'],
    ['set-synchronous-standbys:two', 'not-synchronous'],
    ['promote:one', 'switchover-failed'],
    ['ready:one', 'switchover-refused'],
  ])('fails when %s does, and leaves the current primary as it is', async (call, reason) => {
    const world = afterFailover();
    world.trouble(call);
    const { ended } = await failback(world);
    expect(ended?.ending).toMatchObject({ as: 'failed', reason });
    expect(world.at('two')).toMatchObject({ role: 'primary', readOnly: false });
    expect(Object.values(world.dns)).toEqual(['two', 'two']);
  });

  it('does not trust what seeded the old primary, but looks', async () => {
    const world = afterFailover();
    const { ended } = await failback(world, { ports: { seeder: { seed: async () => {} } } });
    expect(ended?.ending).toMatchObject({ as: 'failed', reason: 'seed-not-trusted' });
    expect(world.at('two').role).toBe('primary');
  });

  it('waits for the old primary to catch up before it switches over', async () => {
    const world = afterFailover();
    const { databases } = world.ports();
    // The link is slow: what two writes does not arrive.
    const follow = async (name: string, upstream: string) => {
      world.at(name).upstream = upstream;
    };
    const it = begin(world, { ports: { databases: { ...databases, follow } } });
    await world.clock.advance(60, () => world.at('one').role === 'standby');
    Object.assign(world.at('two'), { lsn: 0x9000 });
    await world.clock.advance(120);
    expect(it.ended).toBeUndefined();
    expect(world.calls).not.toContain('promote:one');
    Object.assign(world.at('one'), { lsn: 0x9000 });
    await world.clock.advance(120, () => it.ended !== undefined);
    expect(it.ended).toMatchObject({ ending: { as: 'completed' } });
  });

  it('is complete, with a remark, when the former primary cannot be seeded', async () => {
    const world = afterFailover();
    world.trouble('seed:two');
    const { ended } = await failback(world);
    expect(ended?.ending).toEqual({ as: 'completed' });
    expect(ended?.remarks.at(-1)).toMatch(/two is no standby yet, seed it by hand/);
    expect(world.at('one').role).toBe('primary');
  });
});

describe('a failback that is killed', () => {
  it('is gone on with from its journal, wherever in it the crash was', async () => {
    const { lines } = await failback(afterFailover());
    expect(lines.length).toBeGreaterThan(50);
    for (let crash = 1; crash < lines.length; crash++) {
      const world = afterFailover();
      const first = begin(world);
      await world.clock.advance(60_000, () => first.lines.length >= crash);
      // Lines behind the crash were never written; the world keeps what was done.
      const kept = first.lines.slice(0, crash);
      first.stop.abort();
      await world.clock.advance(1);
      await first.done;
      const again = await failback(world, { lines: kept });
      expect(again.ended, `crash after line ${crash}`).toMatchObject({ ending: { as: 'completed' } });
      expect(world.regions, `crash after line ${crash}`).toMatchObject(restored);
    }
  }, 60_000);

  it('is begun anew when the one before is over', async () => {
    const world = afterFailover();
    world.trouble('seed:one', 'reject', 1);
    const first = await failback(world);
    expect(first.ended?.ending?.as).toBe('failed');
    const second = await failback(world, { lines: first.lines });
    expect(second.ended?.ending).toEqual({ as: 'completed' });
  });
});
