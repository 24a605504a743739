import type { AlertKind } from '@attest/alerts';
import { command } from '../blocks/commands.js';
import { restartProcess, rollBack as rollBackServices, silence } from '../blocks/mitigations.js';
import { queries } from '../blocks/queries.js';
import type { Check, Mitigation, RunbookContext, WriteRunbook } from '../runbook.js';

const doesAnybodyWork = ({ say }: RunbookContext): Check => ({
  question: 'Does anybody work on the queue?',
  look: queries.workDone(say),
  expect: 'A line for the queue with outcome success.',
  otherwise:
    'No line: no worker takes jobs. See whether they run (next check) and reach the primary database.',
});

const areWorkersThere = ({ say }: RunbookContext): Check => ({
  question: 'Are the workers running?',
  look: queries.instances(say),
  expect: 'Workers in the region of the primary. Only they work; those elsewhere wait for a failover.',
  otherwise: 'None: the orchestrator cannot start them. `kubectl get pods` names the reason.',
});

const whatPilesUp = ({ say }: RunbookContext): Check => ({
  question: 'What piles up?',
  look: queries.queueDepth(say),
  expect: 'Waiting grows and active is at its limit: more work than workers. Add workers.',
  otherwise: 'Waiting grows and active is 0: workers are there and take nothing. Replace them.',
});

const whichError = ({ say }: RunbookContext): Check => ({
  question: 'Which error?',
  look: queries.workErrors(say),
  expect: 'One kind: one dependency. Its name is nearly always in the kind.',
  otherwise: 'Many kinds at once: the workers themselves, or a release of them.',
});

const workersOf = ({ platform }: RunbookContext) => platform.workers[0]?.id ?? 'workers';

/** Of the workers first: they do the jobs. */
const rollBack = (context: RunbookContext): Mitigation => {
  const services = rollBackServices(context);
  const workers = context.platform.workers.map(({ id }) =>
    command(`kubectl -n ${context.environment} rollout undo deployment/${id}`),
  );
  return { ...services, how: [...workers, ...services.how] };
};

const moreWorkers = ({ platform, environment }: RunbookContext): Mitigation => ({
  what: 'Add workers',
  when: 'Work is done, and not fast enough.',
  how: platform.workers.map(({ id }) =>
    command(
      `kubectl -n ${environment} scale deployment/${id} --replicas="$((2 * $(kubectl -n ${environment} get deployment/${id} -o jsonpath={.spec.replicas})))"`,
    ),
  ),
  isReversible: true,
  blastRadius: 'Whatever the jobs call gets twice the load: the database, vendors with rate limits.',
  undo: 'Scale back once the queue is empty.',
});

/** As a queue in PostgreSQL keeps them; other queues have a command of their own for it. */
const tryAgain: Mitigation = {
  what: 'Give dead jobs another chance',
  when: 'Their cause is fixed. Jobs are idempotent by contract; those that are not must not be tried again.',
  how: [
    command(
      'psql "$PRIMARY_URL" -c "update queue.jobs set state = \'waiting\', attempts = 0, run_at = now() where state = \'dead\'"   # a queue in PostgreSQL; pg-boss, BullMQ: their `retry` of failed jobs',
    ),
  ],
  isReversible: false,
  blastRadius: "All dead jobs of all queues run at once. Add `and queue = '…'` for one of them.",
  undo: 'None: what ran has run. Jobs that fail again are dead again, and nothing is lost.',
};

export const queueKinds = {
  queue_stuck: (context) => ({
    title: 'Nobody works on a queue',
    meaning:
      'The oldest job has waited longer than a job may take, so that it is not one long job that holds up the others. No work is lost while it waits.',
    impact:
      'What customers asked for does not happen: their request was accepted, and its result never comes. It gets worse by the minute, and recovers by itself once work goes on.',
    checks: [doesAnybodyWork(context), areWorkersThere(context), whatPilesUp(context), whichError(context)],
    mitigations: [
      restartProcess(workersOf(context), context.environment),
      moreWorkers(context),
      rollBack(context),
    ],
    escalate:
      'After 30 minutes: the team that owns the workers. When customers wait for paid work, tell support now.',
    recovered: queries.queueAge(context.say),
    falsePositives: ['A queue that is paused on purpose. Unpause it or silence the alert for as long.'],
    dashboard: 'gpu_and_queues',
    symptoms: ['jobs are not done', 'generations never finish', 'webhooks are not delivered'],
    related: ['queue_age_burn', 'dead_letters', 'database_down'],
  }),
  queue_age_burn: (context) => ({
    title: 'Jobs wait for too long',
    meaning: 'Too many of the jobs that were begun had waited for longer than the objective allows.',
    impact: 'Results come late. Customers who poll see “in progress” for longer than they are used to.',
    checks: [
      {
        question: 'Which queue, and how old is its oldest job?',
        look: queries.queueAge(context.say),
        expect: 'One queue is old: its own work. Go on with that one.',
        otherwise: 'All are old: what they share, which is the database or the machines.',
      },
      whatPilesUp(context),
      {
        question: 'Did jobs become slower?',
        look: queries.workDuration(context.say),
        expect: 'As always: there are more jobs. Add workers.',
        otherwise: 'Slower: what they call is slow. A release of the workers, a vendor, the database.',
      },
      whichError(context),
    ],
    mitigations: [
      moreWorkers(context),
      restartProcess(workersOf(context), context.environment),
      rollBack(context),
    ],
    escalate: 'In working hours, the team that owns the workers.',
    recovered: queries.queueAge(context.say),
    falsePositives: [
      'A nightly batch that is meant to take long: give it a queue and an objective of its own.',
    ],
    dashboard: 'gpu_and_queues',
    symptoms: ['results come late', 'jobs wait'],
    related: ['queue_stuck', 'gpu_queue_time_burn'],
  }),
  queue_success_burn: (context) => ({
    title: 'Attempts at jobs fail',
    meaning:
      'Too many attempts at jobs fail. They are tried again; when their attempts are used up, they are dead letters.',
    impact: 'Late results at first, missing ones when jobs are given up.',
    checks: [
      whichError(context),
      doesAnybodyWork(context),
      {
        question: 'Are jobs given up already?',
        look: queries.deadLetters(context.say),
        expect: 'Nothing, or 0: there is time.',
        otherwise: 'A number: follow dead_letters once the cause is fixed.',
      },
      {
        question: 'Is it a release?',
        look: queries.revisions(context.say),
        expect: 'One revision of the workers.',
        otherwise: 'Two, or a young one: roll back.',
      },
    ],
    mitigations: [
      rollBack(context),
      restartProcess(workersOf(context), context.environment),
      silence('queue_success_burn'),
    ],
    escalate: 'The owner of the dependency that the error names; the team of the workers when it names none.',
    recovered: queries.workErrors(context.say),
    falsePositives: [
      'A customer’s endpoint that refuses their own webhooks: theirs to mend. Count it by its outcome.',
    ],
    dashboard: 'gpu_and_queues',
    symptoms: ['jobs fail', 'webhooks fail'],
    related: ['dead_letters', 'queue_stuck'],
  }),
  dead_letters: (context) => ({
    title: 'Jobs were given up',
    meaning:
      'All attempts of these jobs have failed. They stay where they are until somebody decides: try them again, or drop them.',
    impact:
      'Each is something that a customer was promised and did not get. Nothing more is lost by waiting until the cause is fixed.',
    checks: [
      {
        question: 'How many, of which queue?',
        look: queries.deadLetters(context.say),
        expect: 'A number that no longer grows: it is over.',
        otherwise: 'It grows: fix the cause first, or what you try again dies again.',
      },
      whichError(context),
      doesAnybodyWork(context),
      {
        question: 'Which jobs, and why did they fail?',
        look: command(
          `psql "$PRIMARY_URL" -c "select queue, state, count(*), min(created_at) from queue.jobs group by 1, 2 order by 1, 2"`,
        ),
        expect: 'Dead jobs of one queue, from one time.',
        otherwise: 'Of many queues: the cause is shared; look at the database and at the last release.',
      },
    ],
    mitigations: [rollBack(context), tryAgain, silence('dead_letters')],
    escalate:
      'The team that owns the queue decides whether jobs are tried again. Tell support how many customers are affected.',
    recovered: queries.workDone(context.say),
    falsePositives: ['Jobs of a customer whose account is gone: drop them.'],
    dashboard: 'gpu_and_queues',
    symptoms: ['a customer’s job never happened', 'dead letters'],
    related: ['queue_success_burn', 'queue_stuck'],
  }),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;
