import { describe, expect, it } from 'vitest';
import { practisedDrill } from './drill.js';
import type { Recorded } from './evidence.js';
import { judge } from './judges/judge.js';
import { sampleClaims, sampleRun } from './testing/sample-run.js';

const drillOf = (evidence: readonly Recorded[]) => practisedDrill(judge(sampleClaims, evidence), evidence);
const run = sampleRun();
const changed = (change: (line: Recorded) => Recorded) => run.map(change);
const last = run.at(-1) as Recorded;

describe('a drill', () => {
  it('is told by what was practised, on what, with its verdict and its end', () => {
    const { startedAt, durationSeconds } = judge(sampleClaims, run);
    expect(drillOf(run)).toEqual({
      experiment: 'region-loss',
      target: 'reference',
      environment: 'production',
      verdict: 'held',
      endedAtSeconds: Date.parse(startedAt) / 1000 + durationSeconds,
    });
  });

  it('took place when a promise was broken, and when not everything could be measured', () => {
    const lost = changed((line) =>
      line.kind === 'history' ? { ...line, counts: { ...line.counts, lost: 2 } } : line,
    );
    expect(drillOf(lost)?.verdict).toBe('broken');
    expect(drillOf(run.filter(({ kind }) => kind !== 'history'))?.verdict).toBe('inconclusive');
  });

  it.each<[string, readonly Recorded[]]>([
    ['nothing was injected', run.filter(({ kind }) => kind !== 'fault')],
    [
      'the fault is not proven',
      changed((line) =>
        line.kind === 'fault' && line.phase === 'effective' ? { ...line, proofs: [] } : line,
      ),
    ],
    [
      'it was ended before its time',
      [...run, { ...last, line: last.line + 1, kind: 'interrupted', signal: 'SIGINT', phase: 'fault' }],
    ],
    [
      'it gave up',
      [...run, { ...last, line: last.line + 1, kind: 'gave-up', phase: 'check', reason: 'no database' }],
    ],
    [
      'another design was run',
      changed((line) => (line.kind === 'run' ? { ...line, whatIf: { replication: 'async' } } : line)),
    ],
  ])('did not take place where %s', (_why, evidence) => {
    expect(drillOf(evidence)).toBeUndefined();
  });
});
