import type { Register } from '../context.js';
import { describeError } from '../describe-error.js';
import { formatClaims } from '../format-claims.js';
import { runsFolder } from '../runs-folder.js';

export const claimsCommand: Register = (program, { directory, config, out, err }) => {
  program
    .command('claims')
    .description('every claim, its section, and its latest verdict on each target')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const { claims } = await import('@attest/platform');
      const { readLedger, standingOf } = await import('@attest/evidence');
      const { platform, targets } = await config();
      const { entries, problems, unfinished } = readLedger(runsFolder(directory), new Date());
      for (const problem of problems) err(describeError(problem));
      const names = Object.keys(targets);
      const rows = claims(platform).map((claim) => ({
        ...claim,
        verdicts: Object.fromEntries(
          names.map((target) => [target, standingOf(entries, claim.id, { target })]),
        ),
      }));
      out(json === true ? `${JSON.stringify({ claims: rows }, null, 2)}\n` : formatClaims(rows, names));
      if (unfinished.length > 0) {
        err(
          `without a verdict, because still going on or killed: ${unfinished.join(', ')}; attest report RUN judges what a run has seen\n`,
        );
      }
    });
};
