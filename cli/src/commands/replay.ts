import { createReadStream } from 'node:fs';
import type { HistoryAnswer } from '@attest/chaos';
import { CliError } from '../cli-error.js';
import type { Register } from '../context.js';
import { replayAutoscalerCommand } from './replay-autoscaler.js';
import { replayCanaryCommand } from './replay-canary.js';

const exitCodes = { held: 0, broken: 1, inconclusive: 3 } as const satisfies Record<
  HistoryAnswer['verdict'],
  number
>;

/** So many lost ids are shown to people; `--json` has all. */
const shownIds = 10;

export const replayCommand: Register = (program, context) => {
  const { out, err, exitCode } = context;
  const replay = program
    .command('replay')
    .description('a judge on recorded input (a file, or - for standard input)');
  replay
    .command('history <file>')
    .description('did the platform lose, change or repeat a write? (JSON lines)')
    .option('--json', 'one JSON document')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const shown = file === '-' ? '<stdin>' : file;
      const answer = await judge(file, shown);
      for (const { line, problem } of answer.warnings) err(`attest: ${shown}:${line}: ${problem}\n`);
      out(json === true ? `${JSON.stringify(answer, null, 2)}\n` : formatAnswer(answer));
      exitCode(exitCodes[answer.verdict]);
    });
  replayCanaryCommand(replay, context);
  replayAutoscalerCommand(replay, context);
};

async function judge(file: string, shown: string): Promise<HistoryAnswer> {
  const { checkHistoryStream } = await import('@attest/chaos');
  const input = file === '-' ? process.stdin : createReadStream(file);
  const outcome = await checkHistoryStream(input).catch((cause) => {
    if (cause?.syscall === undefined) throw cause;
    throw new CliError('not-found', `${shown}: cannot be read`, 'name a file, or - for standard input', {
      cause,
    });
  });
  if ('answer' in outcome) return outcome.answer;
  const lines = outcome.refused.map(({ line, problem }) => `  ${shown}:${line}: ${problem}`);
  throw new CliError(
    'not-a-history',
    `${shown}: not a history:\n${lines.join('\n')}`,
    'the format is in docs/formats.md: sorted by t, one id for one write, every completion invoked before',
  );
}

function formatAnswer({ verdict, reason, counts, lost }: HistoryAnswer): string {
  const lines = Object.entries(counts).map(([name, count]) => `  ${name.padEnd(18)}${count}`);
  if (lost.length > 0) {
    const more = lost.length > shownIds ? ` and ${lost.length - shownIds} more (--json lists all)` : '';
    lines.push(`  lost: ${lost.slice(0, shownIds).join(', ')}${more}`);
  }
  return `${[`${verdict}: ${reason}`, ...lines].join('\n')}\n`;
}
