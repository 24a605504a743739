import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { replayHistory } from '@attest/chaos';
import { CliError } from '../cli-error.js';
import type { Register } from '../context.js';

const exitCodes = { held: 0, broken: 1, inconclusive: 3 } as const;

export const replayCommand: Register = (program, { out, err, exitCode }) => {
  const replay = program
    .command('replay')
    .description('a judge on recorded input (a file, or - for standard input)');
  replay
    .command('history <file>')
    .description('did the platform lose, change or repeat a write? (JSON lines)')
    .option('--json', 'one JSON document')
    .exitOverride()
    .action(async (file: string, { json }: { json?: boolean }) => {
      const result = replayHistory(await read(file));
      for (const warning of result.warnings) err(`attest: ${file}: ${warning}\n`);
      if ('refused' in result) {
        const lines = result.refused.map(({ line, problem }) => `  ${file}:${line}: ${problem}`);
        throw new CliError(
          'bad-option',
          `${file}: not a history:\n${lines.join('\n')}`,
          'the format is in docs/formats.md; sort by t, and keep one id for one write',
        );
      }
      const { answer } = result;
      out(
        json === true
          ? `${JSON.stringify(answer, null, 2)}\n`
          : `${answer.verdict}: ${answer.reason}\n${Object.entries(answer.counts)
              .map(([name, count]) => `  ${name.padEnd(18)}${count}`)
              .join('\n')}\n`,
      );
      exitCode(exitCodes[answer.verdict]);
    });
};

async function read(file: string): Promise<string> {
  try {
    return await text(file === '-' ? process.stdin : createReadStream(file));
  } catch (cause) {
    throw new CliError('not-found', `${file}: cannot be read`, 'name a file, or - for standard input', {
      cause,
    });
  }
}
