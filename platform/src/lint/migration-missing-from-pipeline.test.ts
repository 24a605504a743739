import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { migrationMissingFromPipeline } from './migration-missing-from-pipeline.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  migrationMissingFromPipeline.check(withChange(arborKumori, change), '2026-11-23');

describe('migration-missing-from-pipeline', () => {
  it('finds both jobs, and how long code may wait for its schema', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual(['delivery.pipeline.jobs[1]', 'delivery.pipeline.jobs[2]']);
    expect(found[1]?.arithmetic).toContain('open 2 h of 7 × 24 = 168 h, so code may wait 166 h');
  });

  it('takes a protected environment for the approval', () => {
    const found = check((platform) => {
      platform.delivery.pipeline!.jobs[2]!.environment = 'production';
    });
    expect(found.map(({ path }) => path)).toEqual(['delivery.pipeline.jobs[1]']);
  });

  it('is silent when both jobs migrate', () => {
    expect(
      check((platform) => {
        for (const job of platform.delivery.pipeline!.jobs.slice(1))
          job.steps.push({ run: ['npx prisma migrate deploy'] });
      }),
    ).toEqual([]);
  });
});
