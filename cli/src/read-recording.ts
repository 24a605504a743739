import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CliError } from './cli-error.js';

/** How a recording is called in messages. */
const shownName = (file: string): string => (file === '-' ? '<stdin>' : file);

/** All of a file, or of standard input for `-`. @throws CliError `not-found` */
export async function readRecording(file: string): Promise<string> {
  try {
    return await (file === '-' ? text(process.stdin) : readFile(file, 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    const message = `${shownName(file)}: cannot be read`;
    throw new CliError('not-found', message, 'name a file, or - for standard input', { cause });
  }
}

interface LineProblem {
  readonly line: number;
  readonly problem: string;
}

/** Every line that cannot be read, by its number. */
export function refuse(file: string, what: string, problems: readonly LineProblem[]): CliError {
  const lines = problems.map(({ line, problem }) => `  ${shownName(file)}:${line}: ${problem}`);
  return new CliError(
    'not-a-recording',
    `${shownName(file)}: not ${what}:\n${lines.join('\n')}`,
    'the format is in docs/formats.md',
  );
}
