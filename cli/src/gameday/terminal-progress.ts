import { styleText } from 'node:util';
import type { Progress } from '@attest/chaos';

export interface ProgressTerminal {
  write(text: string): void;
  /** Lines may be redrawn and coloured. */
  readonly redraws: boolean;
  readonly columns: number;
}

/** One line for each step with the time since the start; what is going on right now below it, redrawn in place. */
export function terminalProgress(terminal: ProgressTerminal, secondsSinceStart: () => number): Progress {
  let hasLive = false;
  const clear = () => {
    if (hasLive) terminal.write('\r\u001b[2K');
    hasLive = false;
  };
  return {
    done(what, detail) {
      clear();
      const time = clockTime(secondsSinceStart());
      terminal.write(
        `${dim(terminal, time)}  ${what}${detail === undefined ? '' : dim(terminal, ` · ${detail}`)}\n`,
      );
    },
    live(text) {
      if (!terminal.redraws) return;
      clear();
      const line = `${clockTime(secondsSinceStart())}  … ${text}`;
      terminal.write(dim(terminal, line.slice(0, terminal.columns - 1)));
      hasLive = true;
    },
  };
}

const dim = (terminal: ProgressTerminal, text: string) => (terminal.redraws ? styleText('dim', text) : text);

/** `1:05`: minutes and seconds since the run began. */
function clockTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`.padStart(5);
}
