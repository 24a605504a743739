import type { Register } from '../context.js';
import { formatFindings } from '../format-findings.js';

export const lintCommand: Register = (program, { config, out, exitCode }) => {
  program
    .command('lint')
    .description('contradictions inside the design, each with the arithmetic and a remedy')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const { lint } = await import('@attest/platform');
      const findings = lint((await config()).platform);
      out(json === true ? `${JSON.stringify({ findings }, null, 2)}\n` : formatFindings(findings));
      exitCode(findings.some(({ accepted }) => accepted === undefined) ? 1 : 0);
    });
};
