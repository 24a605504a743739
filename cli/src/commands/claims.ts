import path from 'node:path';
import { readLedger, standingOf } from '@attest/evidence';
import { claims } from '@attest/platform';
import type { Register } from '../context.js';
import { describeError } from '../describe-error.js';
import { describePromise } from '../describe-promise.js';
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
        verdicts: Object.fromEntries(names.map((target) => [target, standingOf(ledger.entries, claim.id, { target })])),
      }));
      if (json === true) {
        out(`${JSON.stringify({ claims: rows }, null, 2)}\n`);
        return;
      }
      const lines = rows.map(({ id, statement, promised, verdicts }) => [
        id,
        statement,
        describePromise(promised),
        ...names.map((name) => verdicts[name]?.standing ?? 'not run'),
      ]);
      out(table(['claim', 'statement', 'promised', ...names], lines));
      out(`\n${rows.length} claims. attest explain CLAIM tells where one stands and how it is checked.\n`);
    });
};
