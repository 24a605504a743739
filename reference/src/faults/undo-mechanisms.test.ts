import { faults } from '@attest/chaos';
import { expect, it } from 'vitest';
import { undoMechanisms, undoneBy, undoneByNobody } from './undo-mechanisms.js';

it('knows of every fault of the catalogue how it is undone, and of no other', () => {
  expect(undoneByNobody(Object.keys(faults))).toEqual([]);
  expect(Object.keys(undoneBy).filter((name) => !(name in faults))).toEqual([]);
});

it('names a fault of which nobody has said it', () => {
  expect(undoneByNobody(['partition', 'earthquake'])).toEqual(['earthquake']);
});

it('lists no mechanism that undoes nothing', () => {
  const used = new Set<string>(Object.values(undoneBy).flat());
  expect(Object.keys(undoMechanisms).filter((name) => !used.has(name))).toEqual([]);
});
