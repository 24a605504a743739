import { notOnRunner } from './facts/pipeline.js';
import type { Rule } from './finding.js';

/** Every job starts on a fresh machine; what one job installed another does not have. */
export const toolNotOnRunner: Rule = {
  id: 'tool-not-on-runner',
  title: 'A job must install the programs that its runner does not have',
  check({ delivery }) {
    const { pipeline } = delivery;
    return (pipeline?.jobs ?? []).flatMap((job, i) => {
      const fact = notOnRunner[job.runsOn];
      if (pipeline === undefined || fact === undefined) return [];
      return fact.programs.flatMap((program) => {
        const lines = job.steps.map(({ run }) => run ?? []);
        const called = lines.findIndex((run) => run.some((line) => line.startsWith(`${program} `)));
        const installs = new RegExp(`(install|add)\\b.*\\b${program}\\b`);
        const before = lines.slice(0, called + 1).flat();
        if (called < 0 || before.some((line) => installs.test(line))) return [];
        return [
          {
            path: `delivery.pipeline.jobs[${i}].steps[${called}]`,
            section: pipeline.section,
            message: `${job.id} calls ${program}, which the image of ${job.runsOn} does not have and no step of the job installs: the job ends with 'command not found'`,
            arithmetic: `steps of ${job.id} that install ${program}: 0 of ${job.steps.length}; exit code 127 ≠ 0`,
            remedy: `add a step that installs a pinned version: npm install --global ${program}@<version>`,
            sources: [fact.source],
          },
        ];
      });
    });
  },
};
