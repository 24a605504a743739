import { describe, expect, it } from 'vitest';
import { attest, folder } from './attest.js';

interface Row {
  id: string;
  statement: string;
  section: string;
  check: string;
  verdicts: Record<string, { standing: string; entry?: { run: string } }>;
}

const config = `
  import { arborKumori, defineConfig } from '@attest/cli';
  export default defineConfig({ platform: arborKumori, targets: {
    reference: { kind: 'reference' },
    production: { kind: 'external', environment: 'production', entrances: {} },
  } });`;

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString();

/** `verdict.json` of a run on the reference. */
function verdictOf(run: string, startedAt: string, verdict: string, change: object = {}): string {
  const claims = [
    {
      id: 'failover.duration',
      statement: 'A failover takes less than 2 minutes',
      section: 'Disaster Recovery › Failover Procedures',
      promised: { op: '<', value: 120, unit: 'seconds' },
      measured: { value: 17.2, unit: 'seconds' },
      verdict,
      reason: 'It took 17.2 s.',
      evidence: [{ line: 1 }],
    },
  ];
  return JSON.stringify({
    schema: 'attest.verdict/v1',
    run,
    kind: 'gameday',
    target: 'reference',
    environment: 'production',
    revision: 'abc',
    startedAt,
    durationSeconds: 100,
    claims,
    summary: { held: 1, broken: 0, inconclusive: 0 },
    ...change,
  });
}

async function ledgerOf(files: Readonly<Record<string, string>>) {
  const directory = folder({ 'attest.config.ts': config, ...files });
  const { code, stdout, stderr } = await attest(['claims', '--json'], { directory });
  expect(code).toBe(0);
  const rows: Row[] = JSON.parse(stdout).claims;
  return { rows, stderr, duration: rows.find(({ id }) => id === 'failover.duration')?.verdicts };
}

describe('attest claims', () => {
  it('has every claim with its section and, where nothing has run, "not run" for each target', async () => {
    const { rows, stderr } = await ledgerOf({});
    expect(stderr).toBe('');
    expect(rows.length).toBeGreaterThanOrEqual(70);
    for (const { id, statement, section, check, verdicts } of rows) {
      expect({ id, statement, section, check }).toEqual({
        id: expect.stringMatching(/./),
        statement: expect.stringMatching(/./),
        section: expect.stringMatching(/./),
        check: expect.stringMatching(/./),
      });
      expect(verdicts).toEqual({ reference: { standing: 'not run' }, production: { standing: 'not run' } });
    }
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it('shows the verdict of a run in the column of its target only', async () => {
    const { duration } = await ledgerOf({
      '.attest/runs/x/verdict.json': verdictOf('x', daysAgo(1), 'broken'),
    });
    expect(duration?.reference).toMatchObject({ standing: 'broken', entry: { run: 'x', revision: 'abc' } });
    expect(duration?.production).toEqual({ standing: 'not run' });
  });

  it('believes a verdict for 35 days', async () => {
    const { duration } = await ledgerOf({
      '.attest/runs/x/verdict.json': verdictOf('x', daysAgo(36), 'held'),
    });
    expect(duration?.reference).toMatchObject({ standing: 'expired' });
  });

  it('does not take a changed design for the design', async () => {
    const whatIf = { whatIf: { replication: 'async' } };
    const { duration } = await ledgerOf({
      '.attest/runs/x/verdict.json': verdictOf('x', daysAgo(1), 'broken', whatIf),
    });
    expect(duration?.reference).toEqual({ standing: 'not run' });
  });

  it('names on stderr what cannot be read and what has no verdict, and shows the rest', async () => {
    const { duration, stderr } = await ledgerOf({
      '.attest/runs/a/verdict.json': verdictOf('a', daysAgo(1), 'held'),
      '.attest/runs/b/verdict.json': '{"schema":',
      '.attest/runs/c/verdict.json': '{"schema":"attest.verdict/v1","claims":[{"verdict":"fine"}]}',
      '.attest/runs/d/evidence.jsonl': '',
    });
    expect(duration?.reference?.standing).toBe('held');
    expect(stderr).toMatch(/runs\/b\/verdict\.json is not a verdict: it is not JSON/);
    expect(stderr).toMatch(/runs\/c\/verdict\.json is not a verdict: .*"run" is not a text.*claims\[0\]\.id/);
    expect(stderr).toContain('without a verdict, because still going on or killed: d;');
  });

  it('is a table for each section for people, with how many stand where', async () => {
    const directory = folder({
      'attest.config.ts': config,
      '.attest/runs/x/verdict.json': verdictOf('x', daysAgo(1), 'held'),
    });
    const { code, stdout } = await attest(['claims'], { directory });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Disaster Recovery › Failover Procedures\nclaim +statement +reference +production\n/m,
    );
    expect(stdout).toMatch(/^failover\.duration +A failover takes less than 2 minutes +held +not run$/m);
    expect(stdout).toMatch(/^reference: .*\b1 held/m);
    expect(stdout).toMatch(/^production: (\d+) not run\n\1 claims\./m);
  });
});

describe('attest explain', () => {
  it('tells what is promised, where, and how it is checked', async () => {
    const { code, stdout } = await attest(['explain', 'failover.duration'], { directory: folder() });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'failover.duration',
        '  A failover takes less than 2 minutes',
        '  promised    < 120 seconds',
        '  section     Disaster Recovery › Failover Procedures',
        '  checked by  game day `region-loss`',
        '',
      ].join('\n'),
    );
  });
});

describe('attest lint', () => {
  it('exits 1 while a contradiction is open, and explains each', async () => {
    const { code, stdout, stderr } = await attest(['lint'], { directory: folder() });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('error[gpu-minimum-over-budget]');
    expect(stdout).toContain('1209.60');
    expect(stdout).toMatch(/fix: .+/);
    expect(stdout).toMatch(/\d+ contradictions in the design, \d+ more accepted\.\n$/);
  });

  it('says the same in one JSON document', async () => {
    const { code, stdout, stderr } = await attest(['lint', '--json'], { directory: folder() });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const { findings } = JSON.parse(stdout);
    expect(findings.find(({ rule }: { rule: string }) => rule === 'gpu-minimum-over-budget')).toMatchObject({
      arithmetic: expect.stringContaining('1209.60'),
      remedy: expect.stringMatching(/./),
      path: expect.stringContaining('gpu.clusters'),
    });
  });
});
