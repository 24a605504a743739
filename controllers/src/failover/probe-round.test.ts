import { describe, expect, it } from 'vitest';
import { probeRound } from './probe-round.js';
import { FakeWorld } from './testing/fake-world.js';
import { config } from './testing/fixture.js';

describe('a round of probes', () => {
  const round = async (standStillSeconds: number, arrange: (world: FakeWorld) => void) => {
    const world = new FakeWorld();
    arrange(world);
    const probing = probeRound('one', config, world.ports(), new AbortController().signal);
    world.clock.standStill(standStillSeconds);
    await world.clock.advance(5);
    return probing;
  };

  it('takes no answer in time, and a probe that rejects, for down', async () => {
    const { regions } = await round(0, (world) => {
      world.trouble('probe-api:one', 'hang');
      world.trouble('probe-database:one', 'reject');
    });
    expect(regions).toMatchObject({
      one: { api: 'down', database: 'down' },
      two: { api: 'up', database: 'up' },
    });
  });

  it('blames no region for a time in which the controller itself stood still', async () => {
    const { regions } = await round(10, (world) => world.trouble('probe-api:one', 'hang'));
    expect(regions.one).toEqual({ api: 'unknown', database: 'up' });
  });

  it('knows no error rate when the edge does not tell it', async () => {
    const { edge } = await round(0, (world) => world.trouble('edge-errors', 'reject'));
    expect(edge).toBeUndefined();
  });
});
