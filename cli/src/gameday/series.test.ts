import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRunDirectory, type VerdictDocument, writeWhole } from '@attest/evidence';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Series } from './series.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'attest-series-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (more: object = {}) =>
  new Series({ directory, seed: 'demo', experiment: 'partition', revision: 'x', whatIf: {}, ...more });

function ended(more: Partial<VerdictDocument> = {}): VerdictDocument {
  const runs = path.join(directory, '.attest', 'runs');
  const run = createRunDirectory(runs, { now: new Date(), experiment: 'partition' });
  const facts = { target: 'reference', environment: 'production', revision: 'x', whatIf: {}, machine: {} };
  const line = { kind: 'run', t: 0, at: '', run: run.id, experiment: 'partition', ...facts };
  writeWhole(run.evidence, `${JSON.stringify(line)}\n`);
  return {
    schema: 'attest.verdict/v1',
    run: run.id,
    kind: 'gameday',
    experiment: 'partition',
    target: 'reference',
    environment: 'production',
    revision: 'x',
    startedAt: '2026-01-02T03:04:05.000Z',
    durationSeconds: 1,
    claims: [
      {
        id: 'expectation.no-loss',
        statement: '',
        section: '',
        promised: { op: '=', value: 0, unit: 'writes' },
        measured: { value: 0, unit: 'writes' },
        verdict: 'held',
        reason: '',
        evidence: [],
      },
    ],
    summary: { held: 1, broken: 0, inconclusive: 0 },
    ...more,
  };
}

async function run(series: Series, number: number, more: Partial<VerdictDocument> = {}) {
  const place = series.place(number);
  if (place === undefined) throw new Error(`run ${number} was made before`);
  const verdict = ended(more);
  await series.add(place, verdict);
  return verdict;
}

describe('a series of game days', () => {
  it('makes each run once, also when it is begun again', async () => {
    await run(open(), 1);
    await run(open(), 2);
    expect([1, 2, 3].map((number) => open().place(number)?.number)).toEqual([undefined, undefined, 3]);
    expect(open().summary).toMatchObject({ runs: 2, claims: [{ held: 2 }] });
  });

  it('waits in each run as its seed and number say', () => {
    expect(open().place(1)?.phaseMs).toBe(open().place(1)?.phaseMs);
    expect(open().place(1)?.phaseMs).not.toBe(open({ seed: 'other' }).place(1)?.phaseMs);
  });

  it('does not count an interrupted run, and makes it again', async () => {
    await run(open(), 1, { interrupted: true });
    expect(open().place(1)?.number).toBe(1);
    expect(open().summary).toBeUndefined();
  });

  it('keeps apart what is not the same', async () => {
    await run(open(), 1);
    for (const other of [
      { seed: 'b' },
      { experiment: 'latency' },
      { revision: 'y' },
      { whatIf: { commit: 'local' } },
    ])
      expect(open(other).summary).toBeUndefined();
  });

  it('shows what it knows so far in the report of its newest run', async () => {
    await run(open(), 1);
    const { run: id } = await run(open(), 2);
    const report = readFileSync(path.join(directory, '.attest', 'runs', id, 'report.html'), 'utf8');
    expect(report).toContain('Confidence');
    expect(report).toContain('2 of 2 runs held');
  });
});
