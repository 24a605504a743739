import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { modelRetired } from './model-retired.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  modelRetired.check(withChange(arborKumori, change), '2026-11-23');

describe('model-retired', () => {
  it('names the model and the day', () => {
    const found = check();
    expect(found[0]).toMatchObject({
      path: 'gpu.models[0]',
      arithmetic: 'models offered: 3; that can still answer: 2',
    });
  });

  it('is silent with models that exist', () => {
    expect(
      check((platform) => {
        platform.gpu!.models = ['sdxl', 'controlnet'];
      }),
    ).toEqual([]);
  });
});
