import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../cli/src/commands/index.js';
import type { CliContext } from '../../../cli/src/context.js';

const root = path.resolve(import.meta.dirname, '../../..');
const program = new Command('attest').option('--config <file>');
for (const register of Object.values(commands)) register(program, {} as CliContext);

/** What a page says to type: inline, and in lines of their own. */
function typedIn(page: string): string[] {
  const inline = page.matchAll(/`(?:npx )?attest ([^`]+)`/g);
  const lines = page.matchAll(/^(?:\$ )?(?:[A-Z_]+='[^']*' )?(?:npx )?attest ([^#\n]+)/gm);
  return [...inline, ...lines].map(([, words = '']) => words.trim());
}

/** Words that the command line would not understand. */
function unknownIn(typed: string): string[] {
  let command = program;
  const options = new Set(program.options.map(({ long }) => long));
  const unknown: string[] = [];
  for (const word of typed.split(/[\s[\]]+/)) {
    // Of several words in one place, each is meant: history\|canary.
    const each = word.split(/\\?\|/).map((name) => command.commands.find((one) => one.name() === name));
    const [next] = each;
    if (next !== undefined) {
      if (each.includes(undefined)) unknown.push(word);
      command = next;
      for (const { long } of command.options) options.add(long);
      // `attest COMMAND --help` is about all of them.
    } else if (command === program) return word === 'COMMAND' ? [] : [word];
    else if (word.startsWith('--') && !options.has(word)) unknown.push(word);
  }
  return unknown;
}

const pages = execFileSync('git', ['ls-files', '*.md', ':!generated'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && typedIn(readFileSync(path.join(root, file), 'utf8')).length > 0);

describe('what pages say to type', () => {
  it('is said on some of them', () => {
    expect(pages).toEqual(expect.arrayContaining(['README.md', 'docs/failover.md', 'loadtests/README.md']));
  });

  it.each(pages)('is understood: %s', (file) => {
    const typed = typedIn(readFileSync(path.join(root, file), 'utf8'));
    expect(typed.filter((words) => unknownIn(words).length > 0)).toEqual([]);
  });

  it.each([
    ['a command that there is not', 'Run `attest gamedays`.', ['gamedays']],
    ['an option that there is not', '```\n$ npx attest gameday region-loss --confrim x\n```', ['--confrim']],
    ['an option of another command', 'See `attest lint --seed x`.', ['--seed']],
    ['one of several', '`attest replay history\\|canaries FILE`', ['history\\|canaries']],
  ])('is found where it is %s', (_what, page, unknown) => {
    expect(typedIn(page).flatMap(unknownIn)).toEqual(unknown);
  });
});
