import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { withChange } from './testing/with-change.js';
import { toolNotOnRunner } from './tool-not-on-runner.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  toolNotOnRunner.check(withChange(arborKumori, change), '2026-11-23');

describe('tool-not-on-runner', () => {
  it('finds every job that calls what its runner lacks', () => {
    const found = check();
    expect(found.map(({ path }) => path)).toEqual([
      'delivery.pipeline.jobs[1].steps[1]',
      'delivery.pipeline.jobs[2].steps[1]',
    ]);
  });

  it('does not take the install of one job for that of another', () => {
    const found = check((platform) => {
      platform.delivery.pipeline!.jobs[1]!.steps.unshift({ run: ['npm install --global vercel@48'] });
    });
    expect(found.map(({ path }) => path)).toEqual(['delivery.pipeline.jobs[2].steps[1]']);
  });

  it('is silent when every job installs it', () => {
    expect(
      check((platform) => {
        for (const job of platform.delivery.pipeline!.jobs)
          job.steps.unshift({ run: ['npm install --global vercel@48'] });
      }),
    ).toEqual([]);
  });
});
