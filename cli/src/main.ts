import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.js';
import type { CliContext } from './context.js';
import { describeError, exitCodeOf } from './describe-error.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

// `attest … | head` closes our stdout early; that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Commands inherit these settings when they are added.
const program = new Command('attest')
  .description('A deployment design you can run: every promise checked, with evidence.')
  .version(version)
  .option('--config <file>', 'configuration to use instead of attest.config.ts in this directory')
  .showSuggestionAfterError()
  .showHelpAfterError('  fix: attest --help lists the commands, attest COMMAND --help what each understands')
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error:/, 'attest:')) })
  .exitOverride();

const context: CliContext = {
  directory: process.cwd(),
  config: async () => {
    const { loadConfig } = await import('./load-config.js');
    return loadConfig(context.directory, program.opts().config);
  },
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exitCode: (code) => {
    process.exitCode = code;
  },
  colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
  isTerminal: process.stderr.isTTY === true,
};

for (const register of Object.values(commands)) register(program, context);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed what was wrong; help and version are answers, not errors.
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else {
    context.err(describeError(error));
    process.exitCode = exitCodeOf(error);
  }
}
