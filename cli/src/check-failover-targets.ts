import { CliError } from './cli-error.js';
import type { AttestConfig } from './config.js';

/** @throws CliError `config-invalid` with every problem of every section `failover` and its path */
export async function checkFailoverTargets(targets: AttestConfig['targets'], shown: string): Promise<void> {
  const sections = Object.entries(targets).flatMap(([name, target]) =>
    target.kind === 'external' && target.failover !== undefined ? [[name, target.failover] as const] : [],
  );
  if (sections.length === 0) return;
  const { failoverTargetSchema } = await import('@attest/controllers');
  const problems = sections.flatMap(([name, section]) =>
    (failoverTargetSchema.safeParse(section).error?.issues ?? []).map(
      ({ path, message }) => `${['default.targets', name, 'failover', ...path].join('.')}: ${message}`,
    ),
  );
  if (problems.length === 0) return;
  throw new CliError(
    'config-invalid',
    `${shown} is not a configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    'docs/failover.md has an example of everything that a failover can be told',
  );
}
