import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerEntries, standingOf } from './ledger.js';
import { readLedger } from './read-ledger.js';
import { createRunDirectory, runDirectory, runId, writeWhole } from './run-directory.js';
import type { ClaimVerdict, VerdictDocument } from './verdict.js';

const claim = (more: Partial<ClaimVerdict> = {}): ClaimVerdict => ({
  id: 'failover.duration',
  statement: 's',
  section: 's',
  promised: { op: '<', value: 120, unit: 'seconds' },
  measured: { value: 15, unit: 'seconds' },
  verdict: 'held',
  reason: 'r.',
  evidence: [],
  ...more,
});
const document = (
  startedAt: string,
  more: Partial<VerdictDocument> = {},
  claims = [claim()],
): VerdictDocument => ({
  schema: 'attest.verdict/v1',
  run: startedAt,
  kind: 'gameday',
  target: 'reference',
  environment: 'production',
  revision: 'a',
  startedAt,
  durationSeconds: 60,
  claims,
  summary: { held: 1, broken: 0, inconclusive: 0 },
  ...more,
});
const now = new Date('2026-05-10T00:00:00Z');
const standing = (documents: VerdictDocument[], column = { target: 'reference' }) =>
  standingOf(ledgerEntries(documents, now), 'failover.duration', column).standing;

describe('the ledger', () => {
  it('says not run where nothing ran', () => {
    expect(standing([])).toBe('not run');
    expect(standing([document('2026-05-09T00:00:00Z')], { target: 'production' })).toBe('not run');
  });

  it('believes the newest verdict, in whatever order the runs are read', () => {
    const held = document('2026-05-01T00:00:00Z');
    const broken = document('2026-05-02T00:00:00Z', {}, [claim({ verdict: 'broken' })]);
    expect(standing([held, broken])).toBe('broken');
    expect(standing([broken, held])).toBe('broken');
  });

  it('keeps targets, environments and revisions apart', () => {
    const entries = ledgerEntries(
      [
        document('2026-05-01T00:00:00Z'),
        document('2026-05-02T00:00:00Z', { revision: 'b' }, [claim({ verdict: 'broken' })]),
        document('2026-05-03T00:00:00Z', { environment: 'staging' }, [claim({ verdict: 'inconclusive' })]),
      ],
      now,
    );
    const at = (column: { environment?: string; revision?: string }) =>
      standingOf(entries, 'failover.duration', { target: 'reference', ...column }).standing;
    expect([
      at({ revision: 'a', environment: 'production' }),
      at({ revision: 'b' }),
      at({ environment: 'staging' }),
    ]).toEqual(['held', 'broken', 'inconclusive']);
  });

  it('forgets a verdict after 35 days, counted from the end of its run', () => {
    expect(standing([document('2026-04-05T00:00:00Z')])).toBe('held');
    expect(standing([document('2026-04-04T23:58:59Z')])).toBe('expired');
  });

  it('keeps what-if runs out', () => {
    expect(standing([document('2026-05-09T00:00:00Z', { whatIf: { replication: 'async' } })])).toBe(
      'not run',
    );
  });

  it('never lets a modelled figure hold for a real target', () => {
    const modelled = (target: string, verdict: ClaimVerdict['verdict']) =>
      standing([document('2026-05-09T00:00:00Z', { target }, [claim({ modelled: true, verdict })])], {
        target,
      });
    expect([
      modelled('reference', 'held'),
      modelled('kubernetes', 'held'),
      modelled('kubernetes', 'broken'),
    ]).toEqual(['held', 'inconclusive', 'broken']);
  });
});

describe('the folder of runs', () => {
  let runs: string;
  beforeEach(() => {
    runs = join(mkdtempSync(join(tmpdir(), 'attest-runs-')), '.attest', 'runs');
  });
  afterEach(() => rmSync(join(runs, '..', '..'), { recursive: true }));

  it('gives ids that sort by time and can be file names', () => {
    const id = runId({
      now: new Date('2026-01-02T03:04:05.678Z'),
      experiment: 'Region loss',
      suffix: '9f3c',
    });
    expect(id).toBe('20260102T030405Z-region-loss-9f3c');
  });

  it('makes a folder for each run and points latest at the newest', () => {
    const first = createRunDirectory(runs, { now: new Date(0), experiment: 'a', suffix: '1' });
    const second = createRunDirectory(runs, { now: new Date(1000), experiment: 'a', suffix: '1' });
    expect(readlinkSync(join(runs, 'latest'))).toBe(second.id);
    expect(first.id < second.id).toBe(true);
  });

  it('refuses to write into the folder of another run', () => {
    const run = { now: new Date(0), experiment: 'a', suffix: '1' };
    createRunDirectory(runs, run);
    expect(() => createRunDirectory(runs, run)).toThrow(expect.objectContaining({ code: 'not-writable' }));
  });

  it('says so where it may not write', () => {
    mkdirSync(join(runs, '..'), { recursive: true });
    writeFileSync(runs, 'a file');
    expect(() => createRunDirectory(runs, { now, experiment: 'a' })).toThrow(/cannot make .*runs/);
  });

  it('replaces a file as a whole', () => {
    mkdirSync(runs, { recursive: true });
    const path = join(runs, 'verdict.json');
    writeWhole(path, 'one');
    writeWhole(path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
  });

  it('names verdicts that cannot be read and runs that have none', () => {
    const keep = (id: string, text: string) => {
      mkdirSync(runDirectory(runs, id).path, { recursive: true });
      writeFileSync(runDirectory(runs, id).verdict, text);
    };
    const good = createRunDirectory(runs, { now: new Date(0), experiment: 'a', suffix: '1' });
    writeFileSync(good.verdict, JSON.stringify(document('2026-05-09T00:00:00Z')));
    keep('torn', '{"schema":');
    keep('wrong', JSON.stringify({ ...document('never'), claims: [{ id: 'x', verdict: 'fine' }] }));
    keep('what-if', JSON.stringify(document('2026-05-09T00:00:00Z', { whatIf: { replication: 'async' } })));
    mkdirSync(join(runs, 'killed'));
    const ledger = readLedger(runs, now);
    expect(ledger.entries.map(({ verdict }) => verdict)).toEqual(['held']);
    expect(ledger.problems.map(({ code, message }) => [code, message.replace(runs, '')])).toEqual([
      ['bad-verdict', '/torn/verdict.json is not a verdict: it is not JSON'],
      [
        'bad-verdict',
        '/wrong/verdict.json is not a verdict: "startedAt" is not a time; claims[0].verdict is none of held, broken, inconclusive',
      ],
    ]);
    expect([ledger.unfinished, ledger.whatIf]).toEqual([['killed'], ['what-if']]);
  });

  it('is an empty ledger where nothing ever ran', () => {
    expect(readLedger(runs, now)).toEqual({ entries: [], problems: [], unfinished: [], whatIf: [] });
  });
});
