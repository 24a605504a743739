import { createReadStream } from 'node:fs';
import { checkHistoryStream, type HistoryAnswer } from '@attest/chaos';
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
    .action(async (file: string, { json }: { json?: boolean }) => {
      const answer = await judge(file);
      for (const { line, problem } of answer.warnings) err(`attest: ${file}:${line}: ${problem}\n`);
      out(json === true ? `${JSON.stringify(answer, null, 2)}\n` : formatAnswer(answer));
      exitCode(exitCodes[answer.verdict]);
    });
};

async function judge(file: string): Promise<HistoryAnswer> {
  const outcome = await checkHistoryStream(file === '-' ? process.stdin : createReadStream(file)).catch(
    (cause) => {
      throw new CliError('not-found', `${file}: cannot be read`, 'name a file, or - for standard input', {
        cause,
      });
    },
  );
  if ('answer' in outcome) return outcome.answer;
  const lines = outcome.refused.map(({ line, problem }) => `  ${file}:${line}: ${problem}`);
  throw new CliError(
    'not-a-history',
    `${file}: not a history:\n${lines.join('\n')}`,
    'the format is in docs/formats.md: sorted by t, one id for one write, every completion invoked before',
  );
}

function formatAnswer({ verdict, reason, counts, lost }: HistoryAnswer): string {
  const lines = Object.entries(counts).map(([name, count]) => `  ${name.padEnd(18)}${count}`);
  const shown = lost.slice(0, 10).join(', ');
  if (lost.length > 0)
    lines.push(
      `  lost: ${shown}${lost.length > 10 ? ` and ${lost.length - 10} more (--json lists all)` : ''}`,
    );
  return `${[`${verdict}: ${reason}`, ...lines].join('\n')}\n`;
}
