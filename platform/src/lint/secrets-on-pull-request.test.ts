import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { secretsOnPullRequest } from './secrets-on-pull-request.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  secretsOnPullRequest.check(withChange(arborKumori, change), '2026-11-23');

describe('secrets-on-pull-request', () => {
  it('names the secrets that a fork does not get', () => {
    const found = check();
    expect(found[0]?.path).toBe('delivery.pipeline.jobs[1]');
    expect(found[0]?.arithmetic).toBe('secrets of a run that a fork starts: 0 of 2');
    expect(found[0]?.message).toContain('VERCEL_SCOPE and VERCEL_TOKEN');
  });

  it('is silent when the job runs after the merge', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[1]!.if = "github.ref == 'refs/heads/main'";
      }),
    ).toEqual([]);
  });

  it('is silent when the job needs no secret', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[1]!.steps[1]!.run = ['npm run preview'];
      }),
    ).toEqual([]);
  });
});
