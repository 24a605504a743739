import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { AcceptedFinding } from '../schema/index.js';
import type { Rule } from './finding.js';
import { lint } from './lint.js';
import { rules } from './rules.js';

const today = '2026-06-15';

/** Finds the first two things that it is told to look at. */
const rule: Rule = {
  id: 'gpu-minimum-is-high',
  title: 'The minimum of a GPU cluster must not be above four',
  check: ({ gpu }) =>
    (gpu?.clusters ?? []).map(({ region, minInstances }, i) => ({
      path: `gpu.clusters[${i}].minInstances`,
      section: gpu!.section,
      message: `${region} has ${minInstances} instances at least`,
      arithmetic: `${minInstances} > 4`,
      remedy: 'lower it',
      sources: [],
    })),
};

const run = (...accepted: AcceptedFinding[]) => lint({ ...arborKumori, accepted }, { today, rules: [rule] });

const acceptance = (more: Partial<AcceptedFinding> = {}): AcceptedFinding => ({
  rule: rule.id,
  reason: 'paid for until the contract ends',
  owner: 'platform team',
  until: '2026-12-31',
  ...more,
});

describe('lint', () => {
  it('says in which file the contradiction stands', () => {
    expect(run().map(({ path }) => path)).toEqual([
      'platform/src/arbor-kumori/kumori.ts › gpu.clusters[0].minInstances',
      'platform/src/arbor-kumori/kumori.ts › gpu.clusters[1].minInstances',
    ]);
    expect(run().every(({ accepted }) => accepted === undefined)).toBe(true);
  });

  it('marks every finding of an accepted rule, and still shows it', () => {
    const { reason, owner, until } = acceptance();
    expect(run(acceptance()).map(({ accepted }) => accepted)).toEqual([
      { reason, owner, until },
      { reason, owner, until },
    ]);
  });

  it.each(['gpu.clusters[1].minInstances', 'gpu.clusters[1]'])('accepts at %s and nowhere else', (path) => {
    expect(run(acceptance({ path })).map(({ accepted }) => accepted !== undefined)).toEqual([false, true]);
  });

  it('accepts up to and including the last day', () => {
    expect(run(acceptance({ until: today })).map(({ accepted }) => accepted?.until)).toEqual([today, today]);
  });

  it('reports an acceptance that has expired, and accepts nothing by it', () => {
    const findings = run(acceptance({ until: '2026-06-14' }));
    expect(findings.map(({ rule: id, accepted }) => [id, accepted])).toEqual([
      [rule.id, undefined],
      [rule.id, undefined],
      ['acceptance-expired', undefined],
    ]);
    expect(findings[2]).toMatchObject({
      path: 'platform/src/arbor-kumori/accepted.ts › accepted[0]',
      message: "platform team accepted 'gpu-minimum-is-high' until 2026-06-14, and it is still found",
    });
  });

  it('reports an acceptance of something that is not found', () => {
    const [, , stale] = run(acceptance({ path: 'gpu.clusters[10]' }));
    expect(stale).toMatchObject({ rule: 'acceptance-unmatched', remedy: 'remove the acceptance' });
  });

  it('reports an acceptance of a rule that does not exist, with the one that was meant', () => {
    const [, , stale] = run(acceptance({ rule: 'gpu-minimum-is-hi' }));
    expect(stale).toMatchObject({
      rule: 'acceptance-unmatched',
      remedy: "did you mean 'gpu-minimum-is-high'?",
    });
  });

  it('knows every rule by its own id', () => {
    for (const [id, known] of Object.entries<Rule>(rules)) expect(known.id).toBe(id);
  });
});
