import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FaultName } from '@attest/chaos';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type UndoMechanism, undoneBy } from '../../../reference/src/faults/undo-mechanisms.js';
import { proveCleanup } from '../../../reference/src/processes/cleanup-proof.js';
import { type Ledger, parseLedger } from '../../../reference/src/processes/ledger.js';
import { readSegment, type SharedMemorySegment } from '../../../reference/src/processes/shared-memory.js';
import { attestIn, temporaryDirectories } from '../command-line.js';
import { nothing, watchedFolder } from '../watched-folder.js';
import { bundleRunner } from './bundle-runner.js';
import { phasesIn } from './phases-in.js';
import { startRunner } from './start-runner.js';
import { recordedBy, type Step, steps } from './step.js';

/*
 * Whoever runs a game day is killed (SIGKILL) at every step of one fault for each way in which faults are undone: within 10 s
 * the machine is as it was before. A whole bed for each of these kills would take most of an hour, so the runner is a process
 * of its own that owns, as the command does, a keeper and those real parts of the bed that the fault breaks (fault-drivers.test.ts
 * uses the same), and breaks them with the code of a game day. What needs the whole bed, a rollout, is killed in the command
 * itself, as two other faults are in interruption-elsewhere.test.ts.
 */

const restoredWithinMs = 10_000;

/** One fault for each, of those that it undoes; a rollout has its own runs below. */
const faultFor = {
  'proxy-rule': 'partition',
  continuation: 'database-pause',
  start: 'database-kill',
  instruction: 'replicate-outage',
  statement: 'replica-lag',
  session: 'connection-exhaustion',
  'own-work': 'flapping-partition',
  'process-limit': 'disk-full',
} as const satisfies Readonly<Record<Exclude<UndoMechanism, 'withdrawal'>, FaultName>>;

const cases = Object.entries(faultFor).flatMap(([mechanism, fault]) =>
  steps.map((step) => [fault, mechanism as UndoMechanism, step] as const),
);

describe.sequential('a runner that is killed', () => {
  let folder: string;
  let program: string;
  beforeAll(async () => {
    program = await bundleRunner('runner-on-parts.ts');
  });
  afterAll(() => rmSync(dirname(program), { recursive: true, force: true }));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'attest-e2e-killed-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(faultFor))(
    'is shown for %s by a fault that is undone so: %s',
    (mechanism, fault) => {
      expect(undoneBy[fault][0]).toBe(mechanism);
    },
  );

  it.each(cases)('leaves nothing of %s (%s) when that happens at: %s', async (fault, _mechanism, step) => {
    const runner = startRunner(program, { step, folder, args: [fault, step, folder] });
    try {
      const { ledgerFile = '' } = await runner.ready;
      const ledger = parseLedger(readFileSync(ledgerFile, 'utf8')) as Ledger;
      const segments = ledger.databases.flatMap((directory) => readSegment(directory) ?? []);
      const fingerprint = async () => ({
        ...(await proveCleanup(ledger)),
        directories: temporaryDirectories().filter((name) => name.includes(ledger.run)),
        segments: segments.filter(exists),
        ledgers: readdirSync(join(folder, 'state')).filter((name) => name.endsWith('.jsonl')),
      });
      const { processesLeft, ledgers } = await fingerprint();
      expect([processesLeft.length > 0, ledgers.length]).toEqual([true, 1]);

      await runner.atItsStep;
      await runner.kill();
      await vi.waitFor(
        async () =>
          expect(await fingerprint()).toEqual({
            processesLeft: [],
            portsLeft: [],
            filesLeft: [],
            directories: [],
            segments: [],
            ledgers: [],
          }),
        { timeout: restoredWithinMs, interval: 50 },
      );
      expect(phasesIn(join(folder, 'evidence.jsonl'))).toEqual(recordedBy[step]);
    } finally {
      await runner.kill();
    }
  });
});

describe.sequential('a command that is killed while it rolls out a new revision', () => {
  const folder = watchedFolder();
  const evidence = () =>
    existsSync(join(folder.path, '.attest/runs/latest/evidence.jsonl'))
      ? readFileSync(join(folder.path, '.attest/runs/latest/evidence.jsonl'), 'utf8')
      : '';

  it.each<[Step, RegExp, boolean]>([
    ['before-intent', /"phase":"steady-state","edge":"end"/, false],
    ['injecting', /"kind":"fault".*"phase":"intent"/, false],
    ['proven', /"kind":"fault".*"phase":"effective"/, false],
    ['undoing', /"phase":"undo","edge":"start"/, true],
  ])('leaves nothing behind when that happens at: %s', async (_step, line, interrupted) => {
    const run = attestIn(folder.path, 'gameday', 'good-canary');
    run.ended.catch(() => undefined);
    if (interrupted) {
      await vi.waitFor(() => expect(evidence()).toMatch(/"kind":"fault".*"phase":"effective"/), slowly);
      run.child.kill('SIGINT');
    }
    await vi.waitFor(() => expect(evidence()).toMatch(line), slowly);
    run.child.kill('SIGKILL');
    await run.ended;
    await vi.waitFor(() => expect(folder.left()).toEqual(nothing), {
      timeout: restoredWithinMs,
      interval: 50,
    });
  });
});

const slowly = { timeout: 300_000, interval: 20 };

const exists = ({ key, id }: SharedMemorySegment) =>
  readFileSync('/proc/sysvipc/shm', 'utf8')
    .split('\n')
    .some((line) => {
      const [itsKey, itsId] = line.trim().split(/\s+/).map(Number);
      // The kernel prints the key as a signed number.
      return itsId === id && (itsKey as number) >>> 0 === key >>> 0;
    });
