/**
 * The figures of the region-loss game day over several runs, each from its own evidence. Prints; asserts nothing.
 * Run: `npm run bench:gameday -- [runs]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EvidenceOf, parseVerdict, readEvidence } from '@attest/evidence';
import { numberArgument } from './number-argument.js';

const runs = numberArgument(0, 'runs', 3);
const attest = join(import.meta.dirname, '../../cli/bin/attest.js');
const folder = mkdtempSync(join(tmpdir(), 'attest-bench-'));

try {
  spawnSync(process.execPath, [attest, 'gameday', 'region-loss', '--runs', String(runs), '--json'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  console.log(
    'verdicts (held/broken/inconclusive)  bed up s  whole s  detection s  duration s  lost  acknowledged  in flight  requests/s',
  );
  const runsFolder = join(folder, '.attest/runs');
  for (const run of readdirSync(runsFolder)
    .filter((name) => name !== 'latest')
    .sort())
    console.log(row(join(runsFolder, run)));
} finally {
  rmSync(folder, { recursive: true });
}

function row(run: string): string {
  const verdict = parseVerdict(readFileSync(join(run, 'verdict.json'), 'utf8'), run);
  const { evidence } = readEvidence(join(run, 'evidence.jsonl'));
  const of = <K extends (typeof evidence)[number]['kind']>(kind: K) =>
    evidence.filter((line): line is EvidenceOf<K> & { line: number } => line.kind === kind);
  const measured = (id: string) =>
    verdict.claims.find((claim) => claim.id === id)?.measured.value ?? 'unknown';
  const { held, broken, inconclusive } = verdict.summary;
  return [
    `${held}/${broken}/${inconclusive}`.padEnd(35),
    String(of('bed')[0]?.upSeconds.toFixed(1) ?? 'unknown').padStart(8),
    verdict.durationSeconds.toFixed(0).padStart(7),
    String(measured('failover.detection-time')).padStart(11),
    String(measured('failover.duration')).padStart(10),
    String(measured('failover.data-loss')).padStart(4),
    String(of('history')[0]?.counts.acked ?? 'unknown').padStart(12),
    String(of('fault').find(({ phase }) => phase === 'effective')?.writesInFlight ?? 'unknown').padStart(9),
    String(of('rehearsal')[0]?.loadPerSecond ?? 'unknown').padStart(10),
  ].join('  ');
}
