import type { Register } from '../context.js';
import { describePromise } from '../describe-promise.js';

export const explainCommand: Register = (program, { config, out }) => {
  program
    .command('explain <claim>')
    .description('one claim: what is promised, where, and how it is checked')
    .action(async (id: string) => {
      const { claims } = await import('@attest/platform');
      const { findNamed } = await import('../find-named.js');
      const byId = Object.fromEntries(claims((await config()).platform).map((claim) => [claim.id, claim]));
      for (const claim of findNamed('claim', [id], byId, 'attest claims lists all of them')) {
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
