import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { productionDependenciesBeforeBuild } from './production-dependencies-before-build.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  productionDependenciesBeforeBuild.check(withChange(arborKumori, change), '2026-11-23');

describe('production-dependencies-before-build', () => {
  it('names the install that the build stands on', () => {
    const found = check();
    expect(found[0]?.path).toBe('delivery.docker.stages[0].instructions[2]');
    expect(found[0]?.arithmetic).toContain('1 without devDependencies + 1 in builder = 2');
    expect(found[0]?.message).toContain('--only is deprecated');
  });

  it('says so when the build has no install of its own at all', () => {
    const found = check((platform) => {
      platform.delivery.docker!.stages[2]!.instructions = ['COPY . .', 'RUN npm run build'];
    });
    expect(found[0]?.message).toContain('the build has no compiler');
  });

  it('is silent when the base installs everything', () => {
    expect(
      check((platform) => {
        platform.delivery.docker!.stages[0]!.instructions[2] = 'RUN npm ci';
      }),
    ).toEqual([]);
  });
});
