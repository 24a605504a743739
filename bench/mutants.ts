/**
 * Runs each mutant of the platform on the test bed until the game day finds it, at most three times, and prints what it took. A clean run
 * before shows that it is not the bed that is broken. Found is a mutant whose run is broken, by the rule that has to catch it: one that
 * is found for another reason proves nothing of the rule. Run: `npm run bench:mutants -- [mutant…]`, some three minutes a run;
 * `clean` is the one without a mutant. Ends with 1 when a mutant was not found, or something was in the clean run.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HistoryAnswer, type Mutant, mutants } from '@attest/chaos';
import { parseVerdict, type VerdictDocument } from '@attest/evidence';

const attest = join(import.meta.dirname, '../../cli/bin/attest.js');
const mostRuns = 3;
/** What says that nothing was lost, in the experiments that fail over and in those that have to be endured. */
const lossClaims: readonly string[] = ['failover.data-loss', 'expectation.no-loss'];
const folder = mkdtempSync(join(tmpdir(), 'attest-mutants-'));
const clean: Mutant = {
  title: 'the design itself',
  caughtBy: 'lost',
  onBed: { experiment: 'region-loss', whatIf: {} },
};
const all: Readonly<Record<string, Mutant>> = { clean, ...mutants };
const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(all);
const unknown = wanted.filter((name) => !Object.hasOwn(all, name));
if (unknown.length > 0) {
  console.error(`no mutant ${unknown.join(', ')}; there is: ${Object.keys(all).join(', ')}`);
  process.exit(2);
}

try {
  console.log('mutant                        found     in run  lost  rules broken; verdict on data loss');
  for (const name of wanted) console.log(row(name, all[name] as Mutant));
} finally {
  rmSync(folder, { recursive: true });
}

function row(name: string, { onBed: { experiment, whatIf }, caughtBy }: Mutant): string {
  const asked = Object.entries(whatIf).flatMap(([key, value]) => ['--what-if', `${key}=${value}`]);
  let last = '';
  for (let run = 1; run <= mostRuns; run += 1) {
    const loss = gameday(experiment, asked)?.claims.find(({ id }) => lossClaims.includes(id));
    const rules = brokenRules();
    const lost = String(loss?.measured.value ?? 'unknown');
    last = `${rules.join(', ') || 'none'}; ${loss?.verdict ?? 'none'}: ${loss?.reason ?? 'no verdict was written'}`;
    if (name === 'clean') {
      if (loss?.verdict === 'held') return line(name, 'nothing', String(run), lost, last);
      if (loss?.verdict === 'broken') return missed(line(name, 'FALSE', String(run), lost, last));
    } else if (loss?.verdict === 'broken' && rules.includes(caughtBy)) {
      return line(name, 'yes', String(run), lost, last);
    }
  }
  return missed(line(name, name === 'clean' ? 'unknown' : 'NO', `${mostRuns}`, '', last));
}

function missed(text: string): string {
  process.exitCode = 1;
  return text;
}

function gameday(experiment: string, asked: readonly string[]): VerdictDocument | undefined {
  const stdout = answer(['gameday', experiment, ...asked, '--json']);
  return stdout === '' ? undefined : parseVerdict(stdout, 'the answer of attest gameday');
}

/** Of the run before; none where it left no history that can be judged. */
function brokenRules(): string[] {
  const stdout = answer(['replay', 'history', '.attest/runs/latest/history.jsonl', '--json']);
  return stdout === '' ? [] : (JSON.parse(stdout) as HistoryAnswer).violations.map(({ rule }) => rule);
}

function answer(args: readonly string[]): string {
  const { stdout } = spawnSync(process.execPath, [attest, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

function line(name: string, found: string, run: string, lost: string, verdict: string): string {
  return `${name.padEnd(28)}  ${found.padEnd(8)}  ${run.padStart(6)}  ${lost.padStart(4)}  ${verdict}`;
}
