import { describe, expect, it } from 'vitest';
import type { ClaimVerdict, VerdictDocument, VerdictWord } from '../verdict.js';
import type { Before, GamedayRun } from './gameday-run.js';
import { renderGamedayHtml } from './render-gameday-html.js';

function run(
  experiment: string,
  word: VerdictWord,
  {
    before = [],
    regressions = [],
  }: { before?: readonly Before[]; regressions?: VerdictDocument['regressions'] } = {},
): GamedayRun {
  const claim = {
    id: 'failover.duration',
    statement: 'Failover within two minutes',
    promised: { op: '<', value: 120, unit: 'seconds' },
    measured: { value: word === 'held' ? 12.3 : null, unit: 'seconds' },
    verdict: word,
    reason: `${experiment} <says> why`,
    evidence: [],
  } as unknown as ClaimVerdict;
  const verdict = {
    run: `run-of-${experiment}`,
    kind: 'gameday',
    experiment,
    target: 'reference',
    environment: 'production',
    revision: 'abcdef0123456789',
    startedAt: '2026-05-01T08:00:00Z',
    durationSeconds: 90,
    claims: [claim],
    regressions,
    summary: { held: 0, broken: 0, inconclusive: 0, [word]: 1 },
  } as unknown as VerdictDocument;
  const strip = { fromS: -10, toS: 50, pieces: [], faults: [], marks: [] };
  return { verdict, strip, acked: 1000, before, report: `runs/run-of-${experiment}/report.html` };
}

describe('the page of a game day', () => {
  it('says first whether the design held', () => {
    expect(renderGamedayHtml([run('region-loss', 'held')])).toContain(
      '<h1>The design held in all of 1 experiment.</h1>',
    );
    const page = renderGamedayHtml([
      run('region-loss', 'held'),
      run('disk-full', 'broken'),
      run('noise', 'inconclusive'),
    ]);
    expect(page).toContain(
      '<h1>The design held in 1 of 3 experiments, and was broken in 1, and could not be judged in 1.</h1>',
    );
  });

  it('tells what did not hold with its reason, and leads to its report', () => {
    const page = renderGamedayHtml([run('region-loss', 'held'), run('disk-full', 'broken')]);
    expect(page).toContain('What did not hold');
    expect(page).toContain(
      '<a href="runs/run-of-disk-full/report.html">disk-full</a>: disk-full &lt;says> why',
    );
    expect(renderGamedayHtml([run('region-loss', 'held')])).not.toContain('What did not hold');
  });

  it('counts an experiment once, and shows its worst run', () => {
    const page = renderGamedayHtml([
      run('region-loss', 'held'),
      run('region-loss', 'broken'),
      run('region-loss', 'held'),
    ]);
    expect(page).toContain('<h1>The design held in 0 of 1 experiment, and was broken in 1.</h1>');
  });

  it('names what is worse than before, and how the runs before ended', () => {
    const before = [
      { word: 'held', durationSeconds: 9 },
      { word: 'broken', durationSeconds: undefined },
      { word: 'held', durationSeconds: 14 },
    ] as const;
    const regressions = [{ claim: 'failover.duration', sentence: 'It was faster.' }];
    const page = renderGamedayHtml([run('region-loss', 'held', { before, regressions })]);
    expect(page).toContain('Worse than before');
    expect(page).toContain('It was faster.');
    expect(page).toContain('title="2 of 3 held"');
    expect(page).toContain('half within <b>9.0 s</b>, all within <b>14.0 s</b>');
    expect(renderGamedayHtml([run('region-loss', 'held')])).not.toContain('Worse than before');
  });

  it('needs nothing from anywhere', () => {
    expect(renderGamedayHtml([run('region-loss', 'held')])).not.toMatch(/<script|<link|<img|@import|src=/);
  });
});
