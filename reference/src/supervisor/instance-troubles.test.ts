import { describe, expect, it } from 'vitest';
import type { Instance } from './instance.js';
import { InstanceTroubles } from './instance-troubles.js';

const config = { database: { dnsPort: 53, user: 'u' }, resources: [] };

/** Instances that only note what is done to them. */
function troubled(...names: string[]) {
  const log: string[] = [];
  const ready = new Set(names);
  const instances = names.map((name) => ({
    name,
    get ready() {
      return ready.has(name);
    },
    terminate: (afterwards: string) => log.push(`${name} ${afterwards}`),
    wallClock: async (offsetMs?: number) =>
      name === 'mute-1' ? undefined : { type: 'wall-clock', nowMs: 0, offsetMs: offsetMs ?? 0 },
  }));
  return { log, ready, troubles: new InstanceTroubles(() => instances as unknown as Instance[]) };
}

describe('troubles of instances', () => {
  it('leave a configuration alone where there are none', () => {
    expect(troubled('notes-1').troubles.configured('notes-1', config)).toEqual(config);
  });

  it('delay the next start of one instance, and only of that one', () => {
    const { troubles, log } = troubled('notes-1', 'notes-2');
    troubles.setStart('notes-1', { kind: 'slow', delayMs: 5 });
    expect(troubles.configured('notes-1', config)).toEqual({ ...config, startDelayMs: 5 });
    expect(troubles.configured('notes-2', config)).toEqual(config);
    expect(log).toEqual([]);
  });

  it('roll out a configuration without a name server, and back', () => {
    const { troubles, log, ready } = troubled('notes-1');
    troubles.setStart('notes-1', { kind: 'misconfigured' });
    expect(troubles.configured('notes-1', config)).toEqual({ database: { user: 'u' }, resources: [] });
    ready.clear();
    troubles.clearStart('notes-1');
    troubles.clearStart('notes-1');
    expect(log).toEqual(['notes-1 start-again', 'notes-1 start-again']);
    expect([troubles.starts, troubles.configured('notes-1', config)]).toEqual([{}, config]);
  });

  it('do not start again who has got over it', () => {
    const { troubles, log } = troubled('notes-1');
    troubles.setStart('notes-1', { kind: 'slow', delayMs: 5 });
    troubles.clearStart('notes-1');
    expect(log).toEqual([]);
  });

  it('set clocks ahead and behind in turn, those of later starts too, and tell of those that answer', async () => {
    const { troubles } = troubled('notes-1', 'notes-2', 'worker', 'mute-1');
    const offsets = async () =>
      Object.entries(await troubles.skewClocks(9)).map(([name, { offsetMs }]) => `${name} ${offsetMs}`);
    expect(await offsets()).toEqual(['notes-1 9', 'notes-2 -9', 'worker 9']);
    expect(troubles.configured('notes-2', config)).toEqual({ ...config, wallClockOffsetMs: -9 });
    await troubles.skewClocks(0);
    expect(troubles.configured('notes-2', config)).toEqual(config);
  });

  it('keep instances of a drained node away until it is back', () => {
    const { troubles, log } = troubled('notes-1', 'notes-2');
    troubles.drain(['notes-1']);
    expect(troubles.drained).toEqual(['notes-1']);
    troubles.readmit();
    troubles.readmit();
    expect(log).toEqual(['notes-1 stay-away', 'notes-1 start-again']);
    expect(troubles.drained).toEqual([]);
  });
});
