import path from 'node:path';
import { readLedger, standingOf } from '@attest/evidence';
import { claims } from '@attest/platform';
import type { Register } from '../context.js';
import { describeError } from '../describe-error.js';
import { loadConfig } from '../load-config.js';
import { table } from '../table.js';

export const claimsCommand: Register = (program, { directory, out, err }) => {
  program
    .command('claims')
    .description('every claim, its section, and its latest verdict on each target')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const { platform, targets } = await loadConfig(directory, program.opts().config);
      const ledger = readLedger(path.join(directory, '.attest', 'runs'), new Date());
      for (const problem of ledger.problems) err(describeError(problem));
      const names = Object.keys(targets);
      const rows = claims(platform).map((claim) => ({
        ...claim,
        verdicts: Object.fromEntries(
          names.map((target) => [target, standingOf(ledger.entries, claim.id, { target })]),
        ),
      }));
      if (json === true) {
        out(`${JSON.stringify({ claims: rows }, null, 2)}\n`);
        return;
      }
      for (const [section, claimsOfSection] of bySection(rows)) {
        out(`${section}\n`);
        out(
          table(
            ['claim', 'statement', ...names],
            claimsOfSection.map(({ id, statement, verdicts }) => [
              id,
              statement,
              ...names.map((name) => verdicts[name]?.standing ?? 'not run'),
            ]),
          ),
        );
        out('\n');
      }
      for (const name of names)
        out(`${name}: ${tally(rows.map(({ verdicts }) => verdicts[name]?.standing ?? 'not run'))}\n`);
      out(`${rows.length} claims. attest explain CLAIM tells where one stands and how it is checked.\n`);
    });
};

function bySection<T extends { section: string }>(rows: readonly T[]): Map<string, T[]> {
  const sections = new Map<string, T[]>();
  for (const row of rows) sections.set(row.section, [...(sections.get(row.section) ?? []), row]);
  return sections;
}

/** For example `5 held, 268 not run`. */
function tally(standings: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const standing of standings) counts.set(standing, (counts.get(standing) ?? 0) + 1);
  return [...counts].map(([standing, count]) => `${count} ${standing}`).join(', ');
}
