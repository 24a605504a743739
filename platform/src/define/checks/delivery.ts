import { type LocalProblem, unknownReference } from '../problem.js';
import { type Check, entries, known } from '../valid-parts.js';

/** Jobs wait for jobs that exist, and the roll-out ends with everybody. */
export const delivery: Check = ({ delivery }) => [
  ...needs(delivery?.pipeline),
  ...gradual(delivery?.gradual?.stagesPercent),
];

type Pipeline = NonNullable<Parameters<Check>[0]['delivery']>['pipeline'];

function needs(pipeline: Pipeline): LocalProblem[] {
  const jobs = known(entries(pipeline?.jobs).map(([, job]) => job.id));
  return entries(pipeline?.jobs).flatMap(([i, job]) =>
    entries(job.needs)
      .filter(([, need]) => !jobs.includes(need))
      .map(([j, need]) => {
        const why = 'the workflow would be refused';
        return unknownReference(`delivery.pipeline.jobs[${i}].needs[${j}]`, need, 'job', jobs, why);
      }),
  );
}

function gradual(stages: readonly (number | undefined)[] | undefined): LocalProblem[] {
  const shares = entries(stages).map(([, share]) => share);
  if (shares.length === 0 || shares.length !== stages?.length) return [];
  const rises = shares.every((share, i) => i === 0 || share > shares[i - 1]!);
  if (rises && shares.at(-1) === 100) return [];
  return [
    {
      code: 'inconsistent',
      path: 'delivery.gradual.stagesPercent',
      what: `the stages are ${shares.join(', ')} percent`,
      why: 'a gradual roll-out rises from stage to stage and ends at 100 percent',
      fix: 'order them, without repetition, and end with 100',
    },
  ];
}
