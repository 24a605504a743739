import { describe, expect, it } from 'vitest';
import { injectionPhaseMs } from './injection-phase.js';
import { renderSeries } from './render-series.js';
import { parseSeries, type SeriesEntry, sameSeries } from './series-entry.js';
import { summarizeSeries } from './summarize-series.js';

const machine = { system: 's', cpuModel: 'c', cpus: 2, memoryMib: 1, node: '20' };
type Claim = SeriesEntry['claims'][number];
const time = (value: number | null, verdict: Claim['verdict'] = 'held', more: object = {}): Claim => ({
  id: 'failover.duration',
  promised: { op: '<', value: 120, unit: 's' },
  measured: { value, unit: 's', ...more },
  verdict,
});
const loss = (value: number, verdict: Claim['verdict'] = 'held'): Claim => ({
  id: 'failover.data-loss',
  promised: { op: '=', value: 0, unit: 'writes' },
  measured: { value, unit: 'writes' },
  verdict,
});
const entry = (number: number, claims: readonly Claim[], more: Partial<SeriesEntry> = {}): SeriesEntry => ({
  schema: 'attest.series/v1',
  series: 's1',
  number,
  phaseMs: 0,
  run: `r-${number}`,
  at: '',
  experiment: 'region-loss',
  target: 'reference',
  environment: 'production',
  revision: 'x',
  whatIf: {},
  machine,
  claims,
  acked: 1000,
  ...more,
});
const series = (runs: number, claims: (run: number) => Claim[]) =>
  Array.from({ length: runs }, (_, index) => entry(index + 1, claims(index)));
const claimOf = (entries: readonly SeriesEntry[], id = 'failover.duration') =>
  summarizeSeries(entries)?.claims.find((claim) => claim.id === id);

describe('a series of runs', () => {
  it('bounds P95 with its maximum once there are 59', () => {
    const summary = summarizeSeries(series(59, (run) => [time(20 + run / 10), loss(0)]));
    expect(summary).toMatchObject({ runs: 59, acked: 59_000 });
    expect(summary?.claims[0]).toMatchObject({ held: 59, maximum: 25.8 });
    expect(summary?.claims[0]?.quantile).toBeGreaterThan(0.95);
    expect(summary?.claims[0]?.sentence).toBe(
      '59 of 59 runs held; at most 25.8 s, which bounds 95 % of all such runs with 95 % confidence.',
    );
    expect(summary?.claims[1]?.sentence).toBe(
      '59 of 59 runs held; fewer than 5 % of all such runs break it with 95 % confidence.',
    );
  });

  it('says how little a few runs bound', () => {
    expect(claimOf(series(5, () => [time(20)]))?.sentence).toBe(
      '5 of 5 runs held; at most 20 s, which bounds 54.9 % of all such runs with 95 % confidence; it takes 59 judged runs, not 5, to bound 95 %.',
    );
  });

  it('does not count what judged nothing, and tells of it', () => {
    const found = claimOf(series(3, (run) => [run === 1 ? time(null, 'inconclusive') : time(20 + run)]));
    expect(found).toMatchObject({ held: 2, inconclusive: 1, maximum: 22 });
    expect(found?.sentence).toMatch(/^2 of 3 runs held; 1 judged nothing; at most 22 s/);
  });

  it('bounds nothing where the worst run had not ended', () => {
    const found = claimOf(
      series(2, (run) => [run === 0 ? time(20) : time(150, 'broken', { atLeast: true })]),
    );
    expect(found?.sentence).toBe(
      '1 of 2 runs held; 1 broke it; the worst took at least 150 s, so nothing is bounded.',
    );
  });

  it('does not call rare what has happened', () => {
    const found = claimOf(
      series(4, (run) => [loss(run, run === 0 ? 'held' : 'broken')]),
      'failover.data-loss',
    );
    expect(found).not.toHaveProperty('breaksAtMost');
    expect(found?.sentence).toBe('1 of 4 runs held; 3 broke it.');
  });

  it('is nothing without runs', () => {
    expect(summarizeSeries([])).toBeUndefined();
  });

  it('is told on a terminal with every claim', () => {
    const summary = summarizeSeries(series(2, () => [time(20), loss(0)]));
    expect(summary && renderSeries(summary)).toContain(
      '2 runs of region-loss, series s1: 2,000 acknowledged',
    );
  });
});

describe('runs that may be counted together', () => {
  const wanted = entry(0, []);

  it('are of the same thing on the same machine; a number counts once', () => {
    const other = [
      entry(1, [], { revision: 'y' }),
      entry(2, [], { machine: { ...machine, cpus: 4 } }),
      entry(3, [], { whatIf: { replication: 'async' } }),
      entry(4, [], { experiment: 'partition' }),
      entry(5, [], { series: 's2' }),
    ];
    const mine = [entry(7, []), entry(6, []), entry(7, [], { run: 'again' })];
    expect(sameSeries([...other, ...mine], wanted).map(({ number, run }) => [number, run])).toEqual([
      [6, 'r-6'],
      [7, 'again'],
    ]);
  });

  it('are read from a ledger whose last line may be torn', () => {
    const text = `${JSON.stringify(entry(1, []))}\nnull\n{"schema":"other"}\n{"schema":"attest.ser`;
    expect(parseSeries(text).map(({ number }) => number)).toEqual([1]);
  });
});

describe('the phase of an injection', () => {
  it('is the same for the same seed and run, and spread over the period for others', () => {
    const phases = Array.from({ length: 1000 }, (_, run) => injectionPhaseMs('seed', run, 15_000));
    expect(phases).toEqual(Array.from({ length: 1000 }, (_, run) => injectionPhaseMs('seed', run, 15_000)));
    expect(injectionPhaseMs('other', 1, 15_000)).not.toBe(phases[1]);
    expect(Math.min(...phases)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...phases)).toBeLessThan(15_000);
    for (let tenth = 0; tenth < 10; tenth += 1)
      expect(phases.filter((ms) => Math.floor(ms / 1500) === tenth).length).toBeGreaterThan(60);
  });
});
