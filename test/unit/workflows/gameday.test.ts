import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';

const file = path.resolve(import.meta.dirname, '../../../.github/workflows/gameday.yml');
const steps = parse(readFileSync(file, 'utf8')).jobs.gameday.steps as { name?: string; run?: string }[];
const script = (name: string) => steps.find((step) => step.name === name)?.run ?? 'exit 1';

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.net', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

function repository() {
  const folder = mkdtempSync(path.join(tmpdir(), 'attest-ledger-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const origin = path.join(folder, 'origin');
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', origin);
  const first = path.join(folder, 'first');
  git(folder, 'clone', '--quiet', origin, first);
  git(first, 'commit', '--quiet', '--allow-empty', '-m', 'begin');
  git(first, 'push', '--quiet', 'origin', 'HEAD:main');
  return { folder, origin };
}

/** What a run of the workflow does around the game day, in a fresh checkout as a runner has it. */
function pipeline({ folder, origin }: ReturnType<typeof repository>, run: string | undefined) {
  const here = mkdtempSync(path.join(folder, 'checkout-'));
  const temporary = mkdtempSync(path.join(folder, 'temporary-'));
  git(folder, 'clone', '--quiet', '--branch', 'main', origin, here);
  const bash = (text: string) =>
    execFileSync('bash', ['-e', '-c', text], {
      cwd: here,
      env: { ...process.env, RUNNER_TEMP: temporary },
      stdio: 'ignore',
    });
  bash(script('Bring the ledger'));
  const before = readdirSync(path.join(here, '.attest/runs')).sort();
  if (run !== undefined) {
    mkdirSync(path.join(here, '.attest/runs', run));
    writeFileSync(path.join(here, '.attest/runs', run, 'verdict.json'), `{"run":"${run}"}`);
    writeFileSync(path.join(here, '.attest/runs', run, 'evidence.jsonl'), 'much');
    // One that was killed has no verdict.
    mkdirSync(path.join(here, '.attest/runs', `${run}-killed`));
    symlinkSync(run, path.join(here, '.attest/runs/latest'));
  }
  bash(script('Append to the ledger'));
  return before;
}

it('appends the verdict of every game day to a branch, and shows all earlier ones to the next', () => {
  const there = repository();
  expect(pipeline(there, 'run-1')).toEqual([]);
  expect(pipeline(there, 'run-2')).toEqual(['run-1']);
  expect(pipeline(there, undefined)).toEqual(['run-1', 'run-2']);
  const kept = git(there.origin, 'ls-tree', '-r', '--name-only', 'gameday-ledger').trim().split('\n');
  expect(kept).toEqual(['runs/run-1/verdict.json', 'runs/run-2/verdict.json']);
  expect(git(there.origin, 'rev-list', '--count', 'gameday-ledger').trim()).toBe('3');
});
