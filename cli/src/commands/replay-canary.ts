import type { CanaryAnswer } from '@attest/controllers';
import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { readRecording, refuse } from '../read-recording.js';

export function replayCanaryCommand(replay: Command, { config, out, exitCode }: CliContext): void {
  replay
    .command('canary <file>')
    .description('would each recorded rollout be promoted or rolled back? (JSON lines)')
    .option('--json', 'one JSON document a line')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { canaryPolicy, replayCanary } = await import('@attest/controllers');
      const policy = canaryPolicy((await config()).platform);
      const replay = replayCanary(await readRecording(file), policy);
      if ('refused' in replay) throw refuse(file, 'a recording of rollouts', replay.refused);
      for (const answer of replay.answers)
        out(`${json === true ? JSON.stringify(answer) : inWords(answer)}\n`);
      exitCode(worst(replay.answers));
    });
}

const inWords = ({ rollout, decision, at, reason }: CanaryAnswer) =>
  `${rollout === null ? '' : `${rollout}: `}${decision} at ${at} s: ${reason}`;

/** A recording in which nothing was rolled out shows nothing. */
function worst(answers: readonly CanaryAnswer[]): 0 | 1 | 3 {
  const decisions = answers.map(({ decision }) => decision);
  if (decisions.includes('rollback')) return 1;
  return decisions.length === 0 || decisions.includes('inconclusive') ? 3 : 0;
}
