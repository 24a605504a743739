import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { runtimeEndOfLife } from './runtime-end-of-life.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  runtimeEndOfLife.check(withChange(arborKumori, change), '2026-11-23');

it('is silent up to the last day of support', () => {
  expect(runtimeEndOfLife.check(arborKumori, '2026-04-30')).toEqual([]);
  expect(runtimeEndOfLife.check(arborKumori, '2026-05-01')).toHaveLength(1);
});

describe('runtime-end-of-life', () => {
  it('counts the days since support ended, and names every place', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['services[0].runtime', 'services[0].framework']);
    expect(found[0]?.arithmetic).toBe('2026-11-23 − 2026-04-30 = 207 days without security fixes; places: 3');
    expect(found[0]?.message).toContain('delivery.docker.stages[0].from');
  });

  it('is silent with releases that are supported', () => {
    expect(
      check((platform) => {
        for (const service of platform.services)
          Object.assign(service, { runtime: 'Node.js 24', framework: 'Next.js 16' });
        platform.delivery.docker!.stages[0]!.from = 'node:24-alpine';
      }),
    ).toEqual([]);
  });
});
