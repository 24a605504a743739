import { styleText } from 'node:util';
import type { Recorded } from '../evidence.js';
import { overall, type VerdictDocument, type VerdictWord } from '../verdict.js';
import { besideIt, headline, verdictLooks } from './words.js';

export interface TerminalOptions {
  readonly evidence?: readonly Recorded[];
  /** Path of the report, as the reader can open it. */
  readonly report?: string;
  /** Unless given: when standard output is a terminal and `NO_COLOR` is not set. */
  readonly colour?: boolean;
}

const colours = { held: 'green', broken: 'red', inconclusive: 'yellow' } as const satisfies Record<
  VerdictWord,
  string
>;

/** The last block of a run: a line for each claim, what durability costs, and the answer in a sentence at the end. */
export function renderTerminal(verdict: VerdictDocument, options: TerminalOptions = {}): string {
  const { evidence = [], report, colour } = options;
  const paint = (format: Parameters<typeof styleText>[0], text: string) => {
    if (colour === false) return text;
    return colour === true ? styleText(format, text, { validateStream: false }) : styleText(format, text);
  };
  const width = Math.max(0, ...verdict.claims.map(({ id }) => id.length));
  const lines = verdict.claims.map(({ id, verdict: word, reason }) => {
    const { sign, word: name } = verdictLooks[word];
    const state = paint(colours[word], `${sign} ${name.toLowerCase().padEnd(12)}`);
    return `  ${state}  ${id.padEnd(width)}  ${reason}`;
  });
  for (const line of evidence) {
    const others = line.kind === 'run' ? besideIt(line.atOnce) : undefined;
    if (others !== undefined) lines.push(`  Other platforms beside it: ${others}.`);
    if (line.kind !== 'price') continue;
    lines.push(
      `  The price of zero loss: ${shown(line.differenceMs)} ms a write (${Math.round(line.confidence * 100)} % between ${shown(line.lowMs)} and ${shown(line.highMs)} ms).`,
    );
  }
  for (const { claim, sentence } of verdict.regressions ?? [])
    lines.push(`  ${paint('yellow', 'Worse than before:')} ${claim}. ${sentence}`);
  const changes = Object.entries(verdict.whatIf ?? {}).map(([key, value]) => `${key} = ${value}`);
  if (changes.length > 0) {
    lines.push(`  Not the design itself: ${changes.join(', ')}. Not counted in the ledger.`);
  }
  if (verdict.interrupted === true)
    lines.push('  The run was interrupted; this is what was seen until then.');
  if (report !== undefined) lines.push(`  Report: ${report}`);
  const answer = paint(['bold', colours[overall(verdict.summary)]], headline(verdict));
  return `\n${lines.join('\n')}\n\n${answer}\n`;
}

/** Two digits, and no minus before a zero. */
const shown = (ms: number) => (Math.abs(ms) < 0.005 ? 0 : ms).toFixed(2);
