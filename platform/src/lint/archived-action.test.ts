import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { archivedAction } from './archived-action.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  archivedAction.check(withChange(arborKumori, change), '2026-11-23');

describe('archived-action', () => {
  it('names the step, the date and the replacement', () => {
    const found = check();
    expect(found[0]).toMatchObject({
      path: 'delivery.pipeline.jobs[2].steps[2].uses',
      arithmetic: 'fixes since 2025-09-13: 0',
    });
    expect(found[0]?.message).toContain('v3 is a tag that may be moved');
  });

  it('does not blame the tag of an action that is pinned', () => {
    const found = check((platform) => {
      platform.delivery.pipeline!.jobs[2]!.steps[2]!.uses = `8398a7/action-slack@${'0'.repeat(40)}`;
    });
    expect(found[0]?.message).not.toContain('tag');
  });

  it('is silent with an action that is maintained', () => {
    expect(
      check((platform) => {
        platform.delivery.pipeline!.jobs[2]!.steps[2]!.uses = 'slackapi/slack-github-action@v2';
      }),
    ).toEqual([]);
  });
});
