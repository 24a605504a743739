import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Ledger, parseLedger } from '../../reference/src/processes/ledger.js';
import { findOwnProcesses } from '../../reference/src/processes/own-processes.js';
import { isAlive } from '../../reference/src/processes/process-identity.js';
import { listProcesses } from '../../reference/src/processes/process-table.js';
import { reap } from '../../reference/src/processes/reap.js';

const fixture = fileURLToPath(new URL('fixtures/owner-of-a-run.mjs', import.meta.url));

describe('a run whose owner is killed', () => {
  let stateDirectory: string;
  let owner: ChildProcess;
  let directory: string;
  let ledger: Ledger;

  beforeEach(async () => {
    stateDirectory = mkdtempSync(join(tmpdir(), 'attest-keeper-test-'));
    owner = fork(fixture, [stateDirectory, `keeper-test-${process.pid}`], { execArgv: [] });
    const [started] = (await once(owner, 'message')) as [{ directory: string; ledgerFile: string }];
    directory = started.directory;
    ledger = parseLedger(readFileSync(started.ledgerFile, 'utf8')) as Ledger;
    await vi.waitFor(() => expect(left()).toHaveLength(3));
  });
  afterEach(async () => {
    owner.kill('SIGKILL');
    await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 10_000 });
    rmSync(stateDirectory, { recursive: true });
  });

  const left = () => findOwnProcesses(ledger, listProcesses()).map(({ pid }) => pid);
  const killed = async () => {
    const exited = once(owner, 'exit');
    owner.kill('SIGKILL');
    await exited;
  };

  it('leaves nothing behind: its keeper ends processes, groups and strays, and removes directory and ledger', async () => {
    await killed();
    await vi.waitFor(() => expect(left()).toEqual([]), { timeout: 10_000 });
    await vi.waitFor(() => expect(existsSync(directory)).toBe(false), { timeout: 10_000 });
    await vi.waitFor(() => expect(readdirSync(stateDirectory)).toEqual([]), { timeout: 10_000 });
  });

  it('is reaped by the next run when its keeper was killed too', async () => {
    process.kill(ledger.keeper?.pid ?? 0, 'SIGKILL');
    await killed();
    expect(left()).toHaveLength(3);

    const report = await reap(stateDirectory);
    expect(report).toMatchObject({ alive: [], problems: [], reaped: [{ directoriesRemoved: [directory] }] });
    expect(report.reaped[0]?.processesEnded).toHaveLength(3);
    expect(left()).toEqual([]);
    expect(existsSync(directory)).toBe(false);
    expect(readdirSync(stateDirectory)).toEqual([]);
  });

  it('is left alone by the next run while its owner lives', async () => {
    expect(await reap(stateDirectory)).toMatchObject({ alive: [ledger.run], reaped: [], problems: [] });
    expect(left()).toHaveLength(3);
    expect(isAlive(ledger.owner)).toBe(true);
  });
});
