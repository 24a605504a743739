import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { VerdictDocument } from '../verdict.js';
import { readEarlierRuns } from './read-earlier-runs.js';

const folder = mkdtempSync(join(tmpdir(), 'earlier-runs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const document = (run: string, more: Partial<VerdictDocument> = {}): VerdictDocument => ({
  schema: 'attest.verdict/v1',
  run,
  kind: 'gameday',
  experiment: 'region-loss',
  target: 'reference',
  environment: 'production',
  revision: 'abc',
  startedAt: '2026-05-01T08:00:00Z',
  durationSeconds: 60,
  claims: [],
  summary: { held: 0, broken: 0, inconclusive: 0 },
  ...more,
});

function runIs(run: string, more: Partial<VerdictDocument> = {}, firstLine?: unknown) {
  mkdirSync(join(folder, run));
  writeFileSync(join(folder, run, 'verdict.json'), JSON.stringify(document(run, more)));
  if (firstLine !== undefined)
    writeFileSync(join(folder, run, 'evidence.jsonl'), `${JSON.stringify(firstLine)}\n{"torn`);
}

it('reads the runs before of the same thing, oldest first, and passes over what says nothing of it', () => {
  runIs('20260102T000000Z-region-loss-2', {}, { kind: 'run', machine: { cpus: 2 }, atOnce: 3 });
  runIs('20260101T000000Z-region-loss-1', {}, { kind: 'run', machine: { cpus: 2 } });
  runIs('20260103T000000Z-region-loss-3', { whatIf: { replication: 'async' } });
  runIs('20260104T000000Z-region-loss-4', { interrupted: true });
  runIs('20260105T000000Z-region-loss-5', { target: 'staging' });
  runIs('20260106T000000Z-disk-full-6', { experiment: 'disk-full' });
  runIs('20260107T000000Z-region-loss-7');
  runIs('20260109T000000Z-region-loss-9');
  mkdirSync(join(folder, '20260107T010000Z-region-loss-8'));
  writeFileSync(join(folder, '20260107T010000Z-region-loss-8', 'verdict.json'), 'no verdict');

  const now = document('20260108T000000Z-region-loss-n');
  expect(
    readEarlierRuns(folder, now).map(({ verdict, conditions }) => [verdict.run.at(-1), conditions]),
  ).toEqual([
    ['1', { machine: { cpus: 2 }, atOnce: 1 }],
    ['2', { machine: { cpus: 2 }, atOnce: 3 }],
    ['7', undefined],
  ]);
  expect(readEarlierRuns(folder, { ...now, whatIf: { replication: 'async' } })).toEqual([]);
  expect(readEarlierRuns(join(folder, 'nothing'), now)).toEqual([]);
});
