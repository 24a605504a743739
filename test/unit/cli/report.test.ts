import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { attest, folder } from './attest.js';

/** What is left of a run that was killed at its beginning. */
const evidence = [
  {
    kind: 'run',
    run: 'r-1',
    experiment: 'region-loss',
    target: 'reference',
    environment: 'production',
    revision: 'abc',
    whatIf: {},
    machine: { system: 'linux', cpuModel: 'x', cpus: 2, memoryMib: 1000, node: '20.19.0' },
  },
  { kind: 'phase', phase: 'bed-up', edge: 'start' },
]
  .map((line) => `${JSON.stringify({ t: 0, at: '2026-01-02T03:04:05.000Z', ...line })}\n`)
  .join('');

describe('attest report', () => {
  it('says that nothing has run yet', async () => {
    const { code, stdout, stderr } = await attest(['report'], { directory: folder() });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('attest gameday makes a run');
  });

  it('names the nearest run', async () => {
    const directory = folder({ '.attest/runs/20260102-region-loss/evidence.jsonl': evidence });
    const { code, stderr } = await attest(['report', '20260102-region-los'], { directory });
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean 20260102-region-loss?');
  });

  it.each([
    ['has no verdict', {}],
    ['has half a verdict', { '.attest/runs/r-1/verdict.json': '{"schema":' }],
  ])('judges a run that %s by what it has seen', async (_what, files) => {
    const directory = folder({ '.attest/runs/r-1/evidence.jsonl': `${evidence}{"t":9`, ...files });
    const { code, stdout, stderr } = await attest(['report', 'r-1'], { directory });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '.attest/runs/r-1/report.html\n' });
    expect(stderr).toContain('evidence.jsonl:3 is torn');
    expect(stderr).toContain('r-1 had no verdict; it was judged by its evidence');
    const run = path.join(directory, '.attest/runs/r-1');
    const verdict = JSON.parse(readFileSync(path.join(run, 'verdict.json'), 'utf8'));
    expect(verdict.summary).toEqual({ held: 0, broken: 0, inconclusive: 5 });
    expect(readFileSync(path.join(run, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(existsSync(path.join(run, 'junit.xml'))).toBe(true);
  });

  it('draws the report again and keeps the verdict that was given', async () => {
    const directory = folder({ '.attest/runs/r-1/evidence.jsonl': evidence });
    await attest(['report', 'r-1'], { directory });
    const file = (name: string) => path.join(directory, '.attest/runs/r-1', name);
    const verdict = readFileSync(file('verdict.json'), 'utf8');
    const ended = await attest(['report', 'r-1'], { directory });
    expect(ended).toEqual({ code: 0, stdout: '.attest/runs/r-1/report.html\n', stderr: '' });
    expect(readFileSync(file('verdict.json'), 'utf8')).toBe(verdict);
  });

  it.each([
    ['is gone', { '.attest/runs/r-1/verdict.json': '{}' }, /evidence\.jsonl: it does not exist/],
    [
      'is not its own',
      { '.attest/runs/r-1/evidence.jsonl': '{}\nx\n' },
      /:1 has the unknown kind[\s\S]*:2 is not JSON/,
    ],
  ])('refuses a run whose evidence %s', async (_what, files, said) => {
    const { code, stdout, stderr } = await attest(['report', 'r-1'], { directory: folder(files) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).toContain('  fix: ');
  });
});
