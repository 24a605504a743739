import { describe, expect, it } from 'vitest';
import { ControllerError } from '../controller-error.js';
import type { JournalLine } from './journal.js';
import { parseJournal } from './resume.js';
import { FakeWorld } from './testing/fake-world.js';
import { config, play } from './testing/fixture.js';

const begin = async (world: FakeWorld) => {
  const scene = play({}, {}, world);
  await scene.controller.trigger('maintenance', 'drill');
  return scene;
};

async function lengthOfWholeJournal(): Promise<number> {
  const world = new FakeWorld();
  const scene = await begin(world);
  await scene.untilEnding();
  await scene.controller.stop();
  return world.journal.length;
}

describe('a controller that is killed', () => {
  it('completes the failover from its journal, wherever in it the crash was', async () => {
    const length = await lengthOfWholeJournal();
    expect(length).toBeGreaterThan(30);
    for (let crash = 2; crash < length; crash++) {
      const world = new FakeWorld();
      const first = await begin(world);
      await world.clock.advance(60, () => world.journal.length >= crash);
      const journal = world.journal.slice(0, crash);
      // Lines behind the crash were never written; the world keeps what was done.
      world.journal.length = crash;
      await first.controller.stop();

      const again = play({}, { journal }, world);
      await again.untilEnding();
      expect(world.ending, `crash after line ${crash}`).toMatchObject({
        event: 'completed',
        epoch: 2,
        region: 'two',
      });
      expect(world.at('two')).toMatchObject({ role: 'primary', timelineId: 2, epoch: 2, readOnly: false });
      expect(world.dns.database).toBe('two');
      expect(again.controller.status()).toMatchObject({ primary: 'two', epoch: 2 });
      await again.controller.stop();
    }
  });

  it('does not tell a channel twice that has accepted the notice', async () => {
    const world = new FakeWorld();
    const first = await begin(world);
    world.trouble('notify:slack', 'hang', 1);
    await world.clock.advance(
      60,
      () => world.notices.length === 2 && world.journal.at(-1)?.outcome === 'done',
    );
    const journal = [...world.journal];
    await first.controller.stop();
    const again = play({}, { journal }, world);
    await again.untilEnding();
    await again.controller.stop();
    expect(world.notices.map(({ channel }) => channel).toSorted()).toEqual(['email', 'pagerduty', 'slack']);
  });

  it('knows after a completed failover which region is primary, and that it has taken over once', async () => {
    const world = new FakeWorld();
    const first = await begin(world);
    await first.untilEnding();
    await first.controller.stop();
    const again = play({}, { journal: [...world.journal] }, world);
    await again.controller.trigger('maintenance', 'once more');
    await again.controller.stop();
    expect(world.journal.at(-1)).toMatchObject({ event: 'refused', outcome: 'taken-over-before' });
    expect(again.controller.status()).toMatchObject({ primary: 'two', epoch: 2 });
  });
});

describe('reading a journal', () => {
  const line: JournalLine = { monotonicMs: 1, at: '2026-01-01T00:00:00.000Z', event: 'action' };
  const row = JSON.stringify(line);

  it('leaves out a torn last line', () => {
    expect(parseJournal(`${row}\n${row.slice(0, 20)}`)).toEqual([line]);
    expect(parseJournal('')).toEqual([]);
  });

  it('names every other line that it cannot read', () => {
    expect(() => parseJournal(`${row}\nnonsense\n${row}\n{}\n`)).toThrow(/line 2, 4/);
    expect(() => parseJournal('nonsense\n')).toThrow(ControllerError);
  });
});

it('starts as the catalog says when there is no journal', async () => {
  const scene = play();
  await scene.world.clock.advance(5);
  await scene.controller.stop();
  expect(scene.controller.status()).toEqual({ phase: 'monitoring', primary: config.primary, epoch: 1 });
});
