/**
 * Runs each mutant of the platform on the test bed until the game day finds it, at most three times, and prints what it took. Those
 * that are histories only are killed by chaos/src/mutants/mutants.property.test.ts. A clean run before shows that it is not the
 * bed that is broken. Run: `npm run bench:mutants -- [mutant…]`, some three minutes a run; `clean` is the one without a mutant.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutant, mutants } from '@attest/chaos';
import { parseVerdict, type VerdictDocument } from '@attest/evidence';

const attest = join(import.meta.dirname, '../../cli/bin/attest.js');
const mostRuns = 3;
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
  console.log('mutant                        found     in run  lost  verdict on data loss');
  for (const name of wanted) console.log(row(name, all[name] as Mutant));
} finally {
  rmSync(folder, { recursive: true });
}

function row(name: string, { onBed, caughtBy }: Mutant): string {
  if (onBed === undefined)
    return line(name, 'by tests', '', '', `on simulated histories only, by the rule ${caughtBy}`);
  const { experiment, whatIf } = onBed;
  const asked = Object.entries(whatIf).flatMap(([key, value]) => ['--what-if', `${key}=${value}`]);
  let last = '';
  for (let run = 1; run <= mostRuns; run += 1) {
    const loss = gameday(experiment, asked)?.claims.find(({ id }) => id === 'failover.data-loss');
    last = `${loss?.verdict ?? 'none'}: ${loss?.reason ?? 'no verdict was written'}`;
    const lost = String(loss?.measured.value ?? 'unknown');
    if (loss?.verdict === 'broken')
      return line(name, name === 'clean' ? 'FALSE' : 'yes', String(run), lost, last);
    if (name === 'clean' && loss?.verdict === 'held') return line(name, 'nothing', String(run), lost, last);
  }
  return line(name, name === 'clean' ? 'unknown' : 'NO', `${mostRuns}`, '', last);
}

function gameday(experiment: string, asked: readonly string[]): VerdictDocument | undefined {
  const { stdout } = spawnSync(process.execPath, [attest, 'gameday', experiment, ...asked, '--json'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout === '' ? undefined : parseVerdict(stdout, 'the answer of attest gameday');
}

function line(name: string, found: string, run: string, lost: string, verdict: string): string {
  return `${name.padEnd(28)}  ${found.padEnd(8)}  ${run.padStart(6)}  ${lost.padStart(4)}  ${verdict}`;
}
