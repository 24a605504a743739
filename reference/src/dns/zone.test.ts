import { describe, expect, it } from 'vitest';
import { Zone } from './zone.js';

const clock = { monotonicMs: () => 1234, isoTime: () => '2026-01-01T00:00:00.000Z' };
const record = { name: 'primary.db.attest.test', target: 'a.db.attest.test', ttlSeconds: 5 };
const newZone = () => new Zone('attest.test', [record], clock);

describe('a zone', () => {
  it('gives every change a serial', () => {
    const zone = newZone();
    expect(zone.serial).toBe(1);
    expect(zone.set({ ...record, target: 'b.db.attest.test' })).toEqual({
      ...record,
      target: 'b.db.attest.test',
      serial: 2,
      changedAt: '2026-01-01T00:00:00.000Z',
      changedMonotonicMs: 1234,
    });
    expect(zone.records).toHaveLength(1);
  });

  it('finds names whatever their case', () => {
    expect(newZone().find('PRIMARY.db.Attest.test')?.target).toBe('a.db.attest.test');
    expect(newZone().find('nobody.attest.test')).toBeUndefined();
  });

  it.each([
    ['a name of another zone', { name: 'primary.example.test' }, /not a name of the zone attest\.test/],
    ['a name that only ends like the zone', { name: 'notattest.test' }, /not a name of the zone/],
    ['a target that is no host name', { target: 'a b' }, /not a host name/],
    ['a target without a domain', { target: 'localhost' }, /not a host name/],
    ['a record that points to itself', { target: 'Primary.db.attest.test' }, /itself/],
    ['a negative time to live', { ttlSeconds: -1 }, /ttlSeconds -1/],
    ['a time to live that is no number', { ttlSeconds: 'soon' as never }, /ttlSeconds soon/],
  ])('refuses %s and keeps what it has', (_what, change, message) => {
    const zone = newZone();
    expect(() => zone.set({ ...record, ...change })).toThrow(message);
    expect(zone.records).toMatchObject([{ ...record, serial: 1 }]);
  });
});
