import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { containerRunsAsRoot } from './container-runs-as-root.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  containerRunsAsRoot.check(withChange(arborKumori, change), '2026-11-23');

describe('container-runs-as-root', () => {
  it('looks through the stage and those below it', () => {
    const found = check();
    expect(found[0]).toMatchObject({
      path: 'delivery.docker.stages[3]',
      arithmetic: 'USER instructions in production ← base: 0; uid 0',
    });
  });

  it('finds a stage that goes back to root', () => {
    const found = check((platform) => {
      platform.delivery.docker!.stages[0]!.instructions.push('USER node');
      platform.delivery.docker!.stages[3]!.instructions.push('USER root');
    });
    expect(found).toHaveLength(1);
  });

  it('is silent when a stage below names a user', () => {
    expect(
      check((platform) => {
        platform.delivery.docker!.stages[0]!.instructions.push('USER node');
      }),
    ).toEqual([]);
  });
});
