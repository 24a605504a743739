import { Command, CommanderError } from 'commander';
import { commands } from './commands/index.js';
import type { CliContext } from './context.js';
import { describeError, exitCodeOf } from './describe-error.js';

const context: CliContext = {
  directory: process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exitCode: (code) => {
    process.exitCode = code;
  },
  isTerminal: process.stderr.isTTY === true,
};

// `attest … | head` closes our stdout early; that is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const program = new Command('attest')
  .description('A deployment design you can run: every promise checked, with evidence.')
  .option('--config <file>', 'configuration to use instead of attest.config.ts in this directory')
  .showSuggestionAfterError()
  .showHelpAfterError('(attest --help lists the commands)')
  .exitOverride();

for (const register of Object.values(commands)) register(program, context);
for (const command of program.commands) command.exitOverride();

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
