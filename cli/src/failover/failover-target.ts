import path from 'node:path';
import {
  type FailoverConfig,
  type FailoverTarget,
  failoverConfig,
  failoverTargetSchema,
  recordsOf,
  targetProblems,
} from '@attest/controllers';
import { CliError } from '../cli-error.js';
import type { AttestConfig } from '../config.js';
import { findNamed } from '../find-named.js';

/** A real target, with all that a failover of it needs. */
export interface RealTarget {
  readonly name: string;
  readonly failover: FailoverTarget;
  readonly config: FailoverConfig;
  readonly entrances: Readonly<Record<string, string>>;
  readonly journalFile: string;
}

/**
 * The target of a configuration that a failover can act on.
 *
 * @throws CliError `unknown-name`, `bad-option` when it is the test bed or says nothing of failover, `config-invalid` with every problem
 */
export function failoverTarget(
  { platform, targets }: AttestConfig,
  name: string,
  directory: string,
): RealTarget {
  const [target] = findNamed('target', [name], targets, 'attest.config.ts has none');
  if (target?.kind !== 'external' || target.failover === undefined) {
    throw new CliError(
      'bad-option',
      `--target ${name}: ${target?.kind === 'reference' ? 'is the test bed, whose controller answers by itself' : 'says nothing of failover'}`,
      target?.kind === 'reference'
        ? 'leave --target out: the controller that attest up has started is asked'
        : `describe its databases, traffic and channels in targets.${name}.failover of attest.config.ts (docs/failover.md)`,
    );
  }
  const { entrances } = target;
  const failover = failoverTargetSchema.parse(target.failover);
  const config = failoverConfig(platform, {
    records: recordsOf(failover),
    ...(failover.kubernetes && { scale: failover.kubernetes.scale }),
  });
  const problems = targetProblems(failover, config, entrances);
  if (problems.length > 0) {
    throw new CliError(
      'config-invalid',
      `targets.${name}.failover cannot be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'say what is missing in attest.config.ts; docs/failover.md has an example of everything',
    );
  }
  const journalFile = path.resolve(
    directory,
    failover.journal ?? path.join('.attest', 'failover', `${name}.jsonl`),
  );
  return { name, failover, config, entrances, journalFile };
}
