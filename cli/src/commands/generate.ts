import path from 'node:path';
import type { EnvironmentName } from '@attest/platform';
import { Option } from 'commander';
import type { Register } from '../context.js';

const environments = ['production', 'staging', 'development'] as const satisfies EnvironmentName[];

interface Flags {
  check?: boolean;
  out: string;
  environment?: EnvironmentName;
  diff?: string;
  secrets?: string;
}

export const generateCommand: Register = (program, { directory, config, out, err, exitCode }) => {
  program
    .command('generate')
    .description('alert rules, dashboards and runbooks from the catalog')
    .option('--check', 'write nothing; exit 1 when what is there differs from the catalog')
    .option('--out <directory>', 'where to write', 'generated')
    .addOption(new Option('--environment <name>', 'only this one').choices(environments))
    .option(
      '--diff <prometheus>',
      'write nothing; show what differs from the rules that this Prometheus has loaded',
    )
    .option('--secrets <directory>', 'also see that every secret file of Alertmanager lies here')
    .action(async ({ check = false, out: name, environment, diff, secrets }: Flags) => {
      if (diff !== undefined) {
        const { formatDifference, readDifference } = await import('../rule-diff.js');
        const difference = await readDifference((await config()).platform, environment ?? 'production', diff);
        out(formatDifference(difference));
        const { different, missing } = difference;
        exitCode(different.length + missing.length > 0 ? 1 : 0);
        return;
      }
      if (secrets !== undefined) {
        const { checkSecretFiles } = await import('../secret-files.js');
        await checkSecretFiles((await config()).platform, path.resolve(directory, secrets));
      }
      const { differences, generatedFiles, writeGenerated } = await import('../generated-files.js');
      const { platform } = await config();
      const wanted = environment === undefined ? environments : [environment];
      const files = generatedFiles(platform, wanted);
      const folder = path.resolve(directory, name);
      const different = differences(folder, files, wanted);
      const nobodys = different.filter(({ what }) => what === 'is no longer in the catalog');
      if (!check) {
        const outdated = new Set(different.map((difference) => difference.path));
        // What is as it should be keeps its time of change, which others go by.
        writeGenerated(
          folder,
          files.filter((file) => outdated.has(file.path)),
        );
        for (const file of files) out(`${path.join(name, file.path)}\n`);
      }
      const found = check ? different : nobodys;
      for (const { path: file, what } of found) err(`${path.join(name, file)} ${what}\n`);
      if (found.length > 0) {
        err(
          '  fix: attest generate writes what is missing or differs; remove what is no longer in the catalog\n',
        );
      } else if (check) out(`${files.length} files are as the catalog says.\n`);
      exitCode(check && found.length > 0 ? 1 : 0);
    });
};
