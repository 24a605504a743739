import { describe, expect, it } from 'vitest';
import { arborKumori } from './arbor-kumori/index.js';
import { findService } from './find-service.js';

describe('findService', () => {
  it('finds a service by its id', () =>
    expect(findService(arborKumori, 'kumori-api').product).toBe('kumori'));

  it.each([
    ['arbor-ap', "did you mean 'arbor-api'?"],
    ['billing', 'choose one of: arbor-api, kumori-api'],
  ])('refuses %s and says: %s', (id, fix) => {
    expect(() => findService(arborKumori, id)).toThrow(
      expect.objectContaining({ code: 'unknown-service', fix }),
    );
  });
});
