import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conclusively, processesOf, verdictIn, workFolder } from './command-line.js';
import { failoverHeld, words } from './failover-claims.js';

let folder: Awaited<ReturnType<typeof workFolder>>;
beforeAll(async () => {
  folder = await workFolder();
});
afterAll(() => folder.remove());

describe('the loss of the primary region', () => {
  it('is survived by the design: every promise of a failover holds, and nothing is left behind', async () => {
    const { exitCode, stdout, stderr } = await conclusively(folder.path, 'gameday', 'region-loss', '--json');
    const verdict = JSON.parse(stdout);
    expect(words(verdict), `${stderr}\n${JSON.stringify(verdict.claims, null, 1)}`).toEqual(failoverHeld);
    expect(exitCode).toBe(0);
    expect(verdict).toEqual(await verdictIn(folder.path));
    expect(processesOf(folder.path)).toEqual([]);
    const report = await readFile(path.join(folder.path, '.attest/runs/latest/report.html'), 'utf8');
    expect(report).not.toMatch(/(?:src|href)="https?:/);
  });

  it('loses acknowledged writes in the design as drawn, and the checker finds them', async () => {
    const { exitCode, stdout, stderr } = await conclusively(
      folder.path,
      'gameday',
      'region-loss',
      '--what-if',
      'replication=async',
      '--json',
    );
    const verdict = JSON.parse(stdout);
    const loss = verdict.claims.find(({ id }: { id: string }) => id === 'failover.data-loss');
    expect(loss, stderr).toMatchObject({ verdict: 'broken' });
    expect(loss.measured.value).toBeGreaterThan(0);
    expect(exitCode).toBe(1);
  });
});
