import { claims } from '@attest/platform';
import type { Register } from '../context.js';
import { describePromise } from '../describe-promise.js';
import { findNamed } from '../find-named.js';
import { loadConfig } from '../load-config.js';

export const explainCommand: Register = (program, { directory, out }) => {
  program
    .command('explain <claim>')
    .description('one claim: what is promised, where, and how it is checked')
    .action(async (id: string) => {
      const { platform } = await loadConfig(directory, program.opts().config);
      const byId = Object.fromEntries(claims(platform).map((claim) => [claim.id, claim]));
      for (const claim of findNamed('claim', [id], byId)) {
        out(
          [
            claim.id,
            `  ${claim.statement}`,
            `  promised    ${describePromise(claim.promised)}`,
            `  section     ${claim.section}`,
            `  checked by  ${claim.check}`,
            '',
          ].join('\n'),
        );
      }
    });
};
