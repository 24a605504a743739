import { describe, expect, it } from 'vitest';
import { arborKumori } from './arbor-kumori/index.js';
import { PlatformError } from './platform-error.js';
import { primaryFirst, primaryRegion } from './primary-region.js';

const [first, ...others] = arborKumori.regions;

describe('the primary region', () => {
  it('is the one whose database takes the writes, wherever it stands in the catalog', () => {
    expect(primaryRegion({ regions: [...others, first!] })).toBe(first);
  });

  it('comes first, and the others keep their order', () => {
    expect(primaryFirst({ regions: [...others, first!] })).toEqual(arborKumori.regions.map(({ id }) => id));
  });

  it('is missed rather than guessed', () => {
    expect(() => primaryRegion({ regions: others })).toThrow(PlatformError);
  });
});
