import type { Register } from '../context.js';

export const doctorCommand: Register = (program, { out, exitCode }) => {
  program
    .command('doctor')
    .description('what was found or will be built: node, k6, prometheus, postgres, …')
    .option('--json', 'one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      const { doctor, formatDoctor } = await import('@attest/tools');
      const report = await doctor();
      out(json === true ? `${JSON.stringify(report, null, 2)}\n` : formatDoctor(report));
      exitCode(report.ok ? 0 : 2);
    });
};
