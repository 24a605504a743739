import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { mutableImageTag } from './mutable-image-tag.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  mutableImageTag.check(withChange(arborKumori, change), '2026-11-23');

describe('mutable-image-tag', () => {
  it('finds latest at every service', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual([
      'services[0].container.image',
      'services[1].container.image',
    ]);
  });

  it('takes a missing tag for latest, and a port for no tag', () => {
    const found = check((platform) => {
      platform.services[0]!.container.image = 'registry.example:5000/api';
      platform.services[1]!.container.image = 'registry.example:5000/api:1.2.3';
    });
    expect(found.map(({ path }) => path)).toEqual(['services[0].container.image']);
  });

  it('is silent with a version or a digest', () => {
    expect(
      check((platform) => {
        platform.services[0]!.container.image = 'api:4f1c2d9';
        platform.services[1]!.container.image = `api@sha256:${'0'.repeat(64)}`;
      }),
    ).toEqual([]);
  });
});
