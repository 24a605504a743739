import type { AutoscalerAnswer } from '@attest/controllers';
import type { Command } from 'commander';
import type { CliContext } from '../context.js';
import { readRecording, refuse } from '../read-recording.js';

export function replayAutoscalerCommand(replay: Command, { out }: CliContext): void {
  replay
    .command('autoscaler <file>')
    .description('how many replicas would Kubernetes want? (JSON lines)')
    .option('--json', 'one JSON document a line')
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { replayAutoscaler } = await import('@attest/controllers');
      const replay = replayAutoscaler(await readRecording(file));
      if ('refused' in replay) throw refuse(file, 'questions to the autoscaler', replay.refused);
      for (const [index, answer] of replay.answers.entries()) {
        out(`${json === true ? JSON.stringify(answer) : `${answer.id ?? index + 1}: ${inWords(answer)}`}\n`);
      }
    });
}

function inWords(answer: AutoscalerAnswer): string {
  if ('replicas' in answer) return answer.replicas.join(' ');
  if (answer.desired === null) return `no answer: ${answer.error}`;
  return `${answer.desired} replicas, at ${answer.utilization} % of the request`;
}
