import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Artefact, generate } from '@attest/alerts';
import { Option } from 'commander';
import type { Register } from '../context.js';
import { loadConfig } from '../load-config.js';

const environments = ['production', 'staging', 'development'] as const;

interface Flags {
  check?: boolean;
  out: string;
  environment?: (typeof environments)[number];
}

export const generateCommand: Register = (program, { directory, out, err, exitCode }) => {
  program
    .command('generate')
    .description('alert rules and Alertmanager configuration from the catalog')
    .option('--check', 'write nothing; exit 1 when what is there differs from the catalog')
    .option('--out <directory>', 'where to write', 'generated')
    .addOption(new Option('--environment <name>', 'only this one').choices(environments))
    .action(async (flags: Flags) => {
      const { platform } = await loadConfig(directory, program.opts().config);
      const wanted = flags.environment === undefined ? environments : [flags.environment];
      const artefacts = wanted
        .flatMap((environment) => generate(platform, { environment }))
        .map(({ path: file, content }) => ({ path: path.relative('generated', file), content }));
      const root = path.resolve(directory, flags.out);
      const differing = await differingFrom(root, artefacts);
      if (flags.check === true) {
        for (const name of differing) err(`differs from the catalog: ${path.join(flags.out, name)}\n`);
        out(differing.length === 0 ? `${artefacts.length} files are as the catalog says.\n` : '');
        exitCode(differing.length === 0 ? 0 : 1);
        return;
      }
      for (const { path: name, content } of artefacts) {
        const file = path.join(root, name);
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, content);
        out(`${path.join(flags.out, name)}\n`);
      }
    });
};

async function differingFrom(root: string, artefacts: readonly Artefact[]): Promise<string[]> {
  const names: string[] = [];
  for (const { path: name, content } of artefacts) {
    const current = await readFile(path.join(root, name), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw cause;
    });
    if (current !== content) names.push(name);
  }
  return names;
}
