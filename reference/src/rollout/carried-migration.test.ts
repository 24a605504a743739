import { describe, expect, it } from 'vitest';
import { CarriedMigration, type MigrationEvent, type MigrationPorts } from './carried-migration.js';
import { migrations } from './migration.js';

/** Everything that was done and told, in order. */
function platform(over: Partial<MigrationPorts> = {}) {
  const done: string[] = [];
  const told: MigrationEvent[] = [];
  const ports: MigrationPorts = {
    execute: async (sql) => void done.push(sql.replace(/^set local lock_timeout = 1000; /, '')),
    oldConnections: async () => 0,
    refusals: async () => 0,
    kept: async () => ({ written: 5, wrong: 0 }),
    wait: async () => void done.push('wait'),
    replaceElsewhere: async () => void done.push('replace elsewhere'),
    monotonicMs: () => 0,
    tell: (event) => void told.push(event),
    ...over,
  };
  const of = (name: keyof typeof migrations) => new CarriedMigration(migrations[name], ['a', 'b'], ports);
  return { done, told, of };
}

const steps = (told: readonly MigrationEvent[]) =>
  told.map((event) => (event.event === 'migrated' ? event.step : event.event));

describe('the migration of a release', () => {
  it('makes the tables wider, and looks whether the old revision can live with it', async () => {
    const { done, told, of } = platform();
    expect(await of('compatible').expand()).toBe(0);
    expect(done.slice(0, 2)).toEqual([
      'alter table a add column content_length int',
      'alter table b add column content_length int',
    ]);
    expect(done.slice(2)).toEqual(Array(7).fill('wait'));
    expect(steps(told)).toEqual(['expand']);
  });

  it('takes back at once what the old revision cannot live with', async () => {
    const { done, told, of } = platform({ refusals: async () => 31 });
    expect(await of('breaking').expand()).toBe(31);
    expect(done.filter((line) => line === 'wait')).toHaveLength(1);
    expect(done.at(-1)).toBe('alter table b rename column request_hash to fingerprint');
    expect(steps(told)).toEqual(['expand', 'revert', 'refused', 'kept']);
  });

  it('makes the tables narrower only when nothing of the old revision is connected', async () => {
    let left = 3;
    const { done, told, of } = platform({ oldConnections: async () => Math.max(0, left--) });
    await of('compatible').contract();
    expect(done).toEqual([
      'replace elsewhere',
      'wait',
      'wait',
      'wait',
      'update a set content_length = char_length(content) where content_length is null',
      'alter table a alter column content_length set not null',
      'update b set content_length = char_length(content) where content_length is null',
      'alter table b alter column content_length set not null',
    ]);
    expect(steps(told)).toEqual(['contract', 'refused', 'kept']);
  });

  it('leaves them wide when the old revision stays', async () => {
    const { done, told, of } = platform({ oldConnections: async () => 1 });
    await expect(of('compatible').contract()).rejects.toThrow('still connected');
    expect([done.filter((line) => line.startsWith('alter')), told]).toEqual([[], []]);
  });

  it('changes nothing back that was not changed, and nothing twice', async () => {
    const { done, of } = platform();
    const migration = of('breaking');
    await migration.revert();
    expect(done).toEqual([]);
    await migration.expand();
    await migration.revert();
    await migration.revert();
    expect(done.filter((line) => line.includes('to fingerprint'))).toHaveLength(2);
  });

  it('does not say that nothing was refused when nobody could count', async () => {
    const { told, of } = platform({ refusals: async () => Promise.reject(new Error('no Prometheus')) });
    await of('compatible').tellOutcome();
    expect(told[0]).toEqual({ event: 'refused', baseline: null, canary: null });
  });
});
