import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { canaryPolicy } from './canary-policy.js';
import { replayCanary } from './replay-canary.js';

const policy = canaryPolicy(arborKumori);

interface Load {
  readonly requests: number;
  readonly errors: number;
  readonly latency?: { readonly le: readonly (number | null)[]; readonly counts: readonly number[] };
  readonly cpu?: number;
}

/** Half an hour, a line a minute. */
function recording(
  canary: Load | undefined,
  baseline: Load | undefined,
  options: { rollout?: string; minutes?: number } = {},
) {
  const { minutes = 30, ...rest } = options;
  const lines: object[] = [];
  for (let minute = 1; minute <= minutes; minute += 1) {
    if (canary) lines.push({ ...rest, t: minute * 60, revision: 'canary', ...canary });
    if (baseline) lines.push({ ...rest, t: minute * 60, revision: 'baseline', ...baseline });
  }
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

function answer(text: string) {
  const replay = replayCanary(text, policy);
  if ('refused' in replay) throw new Error(JSON.stringify(replay.refused));
  return replay.answers;
}

const le = [0.1, 0.25, 0.5, 1, 2.5, null];
const fast = (scale: number) => ({ le, counts: [500, 70, 24, 5, 1, 0].map((count) => count * scale) });
const slow = (scale: number) => ({ le, counts: [350, 150, 70, 24, 5, 1].map((count) => count * scale) });
const good: Load = { requests: 600, errors: 6, latency: fast(1), cpu: 0.41 };
const baseline: Load = { requests: 11_400, errors: 114, latency: fast(19), cpu: 0.4 };

describe('a recorded rollout', () => {
  it('is promoted at the end of the canary stage when nothing is wrong', () => {
    expect(answer(recording(good, baseline, { rollout: 'r1' }))).toEqual([
      {
        rollout: 'r1',
        decision: 'promote',
        at: 1800,
        metric: null,
        reason: expect.stringContaining('no worse'),
      },
    ]);
  });

  it.each([
    ['error_rate', 60, 'a fifth of the requests fail', { ...good, errors: 120 }, baseline],
    ['error_rate', 600, 'twice as many fail', { ...good, errors: 12 }, baseline],
    ['error_rate', 600, 'both fail too often', { ...good, errors: 60 }, { ...baseline, errors: 1140 }],
    ['latency', 600, 'it is slower than the baseline', { ...good, latency: slow(1) }, baseline],
    [
      'latency',
      600,
      'both are slower than the promise',
      { ...good, latency: { le, counts: [500, 50, 20, 12, 12, 6] } },
      { ...baseline, latency: { le, counts: [9500, 950, 380, 228, 228, 114] } },
    ],
    [
      'cpu_usage',
      900,
      'it is at 109 % while the average of both is at 62 %',
      { ...good, cpu: 1.09 },
      { ...baseline, cpu: 0.6 },
    ],
  ] as const)('is rolled back for %s within %i s when %s', (metric, within, _why, canary, concurrent) => {
    const [only] = answer(recording(canary, concurrent));
    expect(only).toMatchObject({ rollout: null, decision: 'rollback', metric });
    expect(only?.at).toBeLessThanOrEqual(within);
  });

  it.each([
    ['the baseline is as bad, below the threshold', { ...good, errors: 24 }, { ...baseline, errors: 456 }],
    ['it has 1.1 times the CPU', { ...good, cpu: 0.44 }, baseline],
    ['latency and CPU were not measured', { requests: 600, errors: 6 }, { requests: 11_400, errors: 114 }],
  ] as const)('is promoted although %s', (_why, canary, concurrent) => {
    expect(answer(recording(canary, concurrent))[0]?.decision).toBe('promote');
  });

  it('says where the two differ most, for the p99 of both may lie in one bucket', () => {
    const [only] = answer(recording({ ...good, latency: slow(1) }, baseline));
    expect(only).toMatchObject({ decision: 'rollback', metric: 'latency' });
    expect(only?.reason).toMatch(
      /41\.7 % of the canary's requests took longer than 100 ms, 16\.7 % of the baseline's over the same time: [\d.]+ times the odds/,
    );
  });

  it('says what was not measured', () => {
    const [only] = answer(recording({ requests: 600, errors: 6 }, { requests: 11_400, errors: 114 }));
    expect(only?.reason).toContain('Not measured: latency, cpu_usage');
  });

  it.each([
    ['the canary got no request', undefined, baseline, /the canary got no request/],
    [
      'the canary got no request, though it is busy',
      { requests: 0, errors: 0, cpu: 3 },
      baseline,
      /got no request/,
    ],
    ['the baseline got no request', good, undefined, /the baseline got no request/],
    [
      'there is one request a minute',
      { requests: 1, errors: 0 },
      { requests: 19, errors: 0 },
      /about .* more/,
    ],
    [
      'few requests cannot show a p99',
      { requests: 5, errors: 0, latency: { le, counts: [5, 0, 0, 0, 0, 0] } },
      { requests: 95, errors: 0, latency: { le, counts: [95, 0, 0, 0, 0, 0] } },
      /p99 is at most 1000 ms/,
    ],
  ] as const)('is inconclusive when %s', (_why, canary, concurrent, reason) => {
    const [only] = answer(recording(canary, concurrent));
    expect(only).toMatchObject({ decision: 'inconclusive', at: 1800, metric: null });
    expect(only?.reason).toMatch(reason);
  });

  it('is inconclusive when the recording ends before the stage does', () => {
    const [only] = answer(recording(good, baseline, { minutes: 20 }));
    expect(only).toMatchObject({ decision: 'inconclusive', at: 1200 });
    expect(only?.reason).toContain('ends after 20 minutes');
  });

  it('finds a canary that turns bad late', () => {
    const lines = recording(good, baseline, { minutes: 20 }).split('\n');
    for (let minute = 21; minute <= 30; minute += 1) {
      lines.push(JSON.stringify({ t: minute * 60, revision: 'canary', ...good, errors: 24 }));
      lines.push(JSON.stringify({ t: minute * 60, revision: 'baseline', ...baseline }));
    }
    const [only] = answer(lines.join('\n'));
    expect(only).toMatchObject({ decision: 'rollback', metric: 'error_rate' });
  });

  it('is judged apart from the others in the file', () => {
    const bad = recording({ ...good, errors: 120 }, baseline, { rollout: 'bad' }).split('\n');
    const fine = recording(good, baseline, { rollout: 'fine' }).split('\n');
    const mixed = bad.flatMap((line, at) => [line, fine[at] ?? '']).join('\n');
    expect(answer(mixed).map(({ rollout, decision }) => [rollout, decision])).toEqual([
      ['bad', 'rollback'],
      ['fine', 'promote'],
    ]);
  });
});

describe('bad input', () => {
  const line = { t: 60, revision: 'canary', requests: 10, errors: 0 };
  it.each([
    ['is not JSON', '{"t":'],
    ['is not a JSON object', '[]'],
    ['must be canary or baseline', JSON.stringify({ ...line, revision: 'stable' })],
    ['"errors" are more than the requests', JSON.stringify({ ...line, errors: 11 })],
    ['one count for each bound', JSON.stringify({ ...line, latency: { le: [1, null], counts: [1] } })],
    ['end with the bound null', JSON.stringify({ ...line, latency: { le: [1, 2], counts: [1, 1] } })],
    ['ascending', JSON.stringify({ ...line, latency: { le: [2, 1, null], counts: [1, 1, 1] } })],
    ['is a date', JSON.stringify({ ...line, t: 1_764_160_000 })],
    ['"t" goes back from 120 to 60', JSON.stringify(line)],
    ['there is a line of the canary at 120 already', JSON.stringify({ ...line, t: 120 })],
  ])('is refused, every line by its number: %s', (problem, bad) => {
    const before = JSON.stringify({ ...line, t: 120 });
    const replay = replayCanary([before, '', bad, bad].join('\n'), policy);
    const refused = { problem: expect.stringContaining(problem) };
    expect(replay).toEqual({
      refused: [
        { line: 3, ...refused },
        { line: 4, ...refused },
      ],
    });
  });
});
