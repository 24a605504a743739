import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { imageNeverBuilt } from './image-never-built.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  imageNeverBuilt.check(withChange(arborKumori, change), '2026-11-23');

describe('image-never-built', () => {
  it('finds the image that the manifest runs and nobody builds', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['services[0].container.image']);
    expect(found[0]?.arithmetic).toContain('that build or push an image: 0');
  });

  it('is silent when the workflow builds it', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[0]!.steps.push({ run: ['docker build --push .'] });
      }),
    ).toEqual([]);
  });

  it('is silent without a manifest', () => {
    expect(
      check((platform) => {
        delete platform.services[0]!.manifest;
      }),
    ).toEqual([]);
  });
});
