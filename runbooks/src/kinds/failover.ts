import type { AlertKind } from '@attest/alerts';
import { command, failoverState } from '../blocks/commands.js';
import { queries } from '../blocks/queries.js';
import type { Check, RunbookContext, WriteRunbook } from '../runbook.js';

const state = ({ say }: RunbookContext, expect: string, otherwise: string): Check => ({
  question: 'What is the controller doing?',
  look: queries.failoverState(say),
  expect,
  otherwise,
});

const whySaid: Check = {
  question: 'What does it say, and why?',
  look: failoverState,
  expect: 'The primary, the epoch, the step it is at, and the reason in words.',
  otherwise:
    'No answer: the controller itself is down. Restart it: it reads its journal and resumes where it was.',
};

const clients = ({ say }: RunbookContext): Check => ({
  question: 'Are clients served?',
  look: queries.errorsByRegion(say),
  expect: 'Close to 0 in the region that serves.',
  otherwise: 'High: the failover is not over for them. Look at the origins, then at the databases.',
});

const retry = {
  what: 'Let the controller try again',
  when: 'It has failed part of the way, what stopped it is mended, and its state says that the step can be retried.',
  how: [failoverState, command('curl -fsS -X POST "$FAILOVER_URL/retry"'), failoverState],
  isReversible: false,
  blastRadius:
    'The same as the failover that was under way. Every action is idempotent: what was done already is not done twice.',
  undo: 'None: it goes forward. A step that cannot be undone is why it stopped.',
};

export const failoverKinds = {
  failover_running: (context) => ({
    title: 'A failover is under way',
    meaning:
      'The controller has found the primary region lost, or somebody has asked it to move, and is doing so. It tells its channels of every step.',
    impact: `Writes are refused for less than ${context.platform.failover.durationSeconds} s. Reads are served by the regions that are left.`,
    checks: [
      state(
        context,
        'failing_over: change nothing by hand. Two hands on one database lose writes.',
        'completed: go to failover_completed. refused or failed: go to failover_failed.',
      ),
      whySaid,
      clients(context),
      {
        question: 'Which region serves, by epoch?',
        look: queries.epoch(context.say),
        expect: 'It rises by one when the new primary has taken over.',
        otherwise: `Unchanged ${context.platform.failover.durationSeconds} s after the start: follow failover_failed.`,
      },
    ],
    mitigations: [
      {
        what: 'Keep your hands off, and watch',
        when: `For the promised ${context.platform.failover.durationSeconds} s.`,
        how: [command('for i in 1 2 3 4 5 6; do curl -fsS "$FAILOVER_URL/state"; echo; sleep 10; done')],
        isReversible: true,
        blastRadius: 'None.',
        undo: 'Nothing to undo.',
      },
    ],
    escalate: `When it has not ended after ${context.platform.failover.durationSeconds} s: the incident lead and the owner of the database.`,
    recovered: queries.failoverState(context.say),
    falsePositives: ['A game day or a maintenance: it was announced.'],
    dashboard: 'failover_and_data',
    symptoms: ['writes are refused for a minute', 'a failover is under way'],
    related: ['failover_failed', 'failover_completed'],
    drill: 'region-loss',
  }),
  failover_completed: (context) => ({
    title: 'A failover has completed',
    meaning:
      'Another region serves. The lost one is fenced: it may hold writes that nobody was promised, and must not serve before it is seeded anew.',
    impact:
      'Customers are served. There is nowhere to fail over to until the old region is back: this is the day on which it is needed.',
    checks: [
      state(
        context,
        'completed: it is over. See whether all is well, and plan the way back.',
        'monitoring: over as well, and the new primary has been well for long enough to be watched. failing_over: another one has begun; follow failover_running.',
      ),
      clients(context),
      {
        question: 'Do standbys confirm at the new primary?',
        look: queries.standbys(context.say),
        expect: 'At least one.',
        otherwise: 'None: writes wait. Follow no_synchronous_standby.',
      },
      {
        question: 'Was nothing lost?',
        look: {
          kind: 'query',
          promql: `sum by (environment) (increase(${context.say.series('failover_lost_writes_total')}[1h]))`,
          reads: 'acknowledged writes that are missing; nothing: none was counted',
          mayBeEmpty: true,
        },
        expect: 'Nothing, or 0.',
        otherwise: 'A number: stop here and follow data_loss.',
      },
      whySaid,
      {
        question: 'Is the queue worked on, in the new region?',
        look: queries.workDone(context.say),
        expect: 'Attempts with outcome success.',
        otherwise: 'None: workers of the new region do not see the primary. Follow queue_stuck.',
      },
    ],
    mitigations: [
      {
        what: 'Seed the old region anew as a standby',
        when: 'The cause of the loss is known and gone. In daylight: customers are served.',
        how: [
          command(
            'pg_ctl -D "$OLD_PRIMARY_DATA" stop -m fast; mv "$OLD_PRIMARY_DATA" "$OLD_PRIMARY_DATA.lost"',
          ),
          command(
            'pg_basebackup -d "$PRIMARY_URL" -D "$OLD_PRIMARY_DATA" -R -X stream -C -S "$OLD_REGION"   # managed: add a read replica in the old region',
          ),
        ],
        isReversible: true,
        blastRadius: 'The new primary sends a whole copy: watch its disk and network.',
        undo: 'Stop the new standby and drop its slot; the old data directory is still there.',
      },
    ],
    escalate:
      'The owner of the database plans the seeding; the incident lead writes the review within two days.',
    recovered: queries.standbys(context.say),
    falsePositives: [
      'A game day or a maintenance: the return to the old region is a step of its own, and it is planned.',
    ],
    dashboard: 'failover_and_data',
    symptoms: ['another region serves now'],
    related: ['data_loss', 'no_synchronous_standby', 'origin_unhealthy'],
    drill: 'region-loss',
  }),
  failover_failed: (context) => ({
    title: 'A failover was refused, or has failed',
    meaning:
      'The controller has stopped and waits for a person. Refused: it would have lost writes, or the other region could not serve. Failed: it got part of the way.',
    impact:
      'The platform is down, or one fault away from it. Nothing acknowledged was given up to get here; keep it so.',
    checks: [
      whySaid,
      state(
        context,
        'refused: nothing was changed; mend the reason it gives. failed: a step stopped half way.',
        'monitoring: somebody has already mended it.',
      ),
      {
        question: 'Is the primary really gone?',
        look: queries.databases(context.say),
        expect: '0 for the region of the primary.',
        otherwise: '1: it answers. Perhaps no failover is needed; see whether clients are served.',
      },
      {
        question: 'How far is the candidate behind?',
        look: queries.lagBytes(context.say),
        expect:
          '0, or no line: the primary no longer tells. What the candidate has flushed is in the state of the controller.',
        otherwise: 'Bytes: acknowledged writes may be only on the other standby. Bring that one back first.',
      },
      clients(context),
    ],
    mitigations: [
      {
        what: 'Mend what it names',
        when: 'It was refused: nearly always a standby that cannot be reached, or one that is behind.',
        how: [
          failoverState,
          command('psql "$STANDBY_URL" -Atc "select pg_is_in_recovery(), pg_last_wal_receive_lsn()"'),
        ],
        isReversible: true,
        blastRadius: 'None: looking changes nothing.',
        undo: 'Nothing to undo.',
      },
      retry,
      {
        what: 'Fail over by hand, step by step',
        when: 'The controller itself is what is broken. Two people, one reads and one types.',
        how: context.platform.failover.steps.map((step) => command(`# runbook failover_${step}`)),
        isReversible: false,
        blastRadius: 'Everything. By hand nothing refuses you when you are about to lose writes.',
        undo: 'None after the promotion. Each step says how far back it can go.',
      },
    ],
    escalate: 'At once: the incident lead and the owner of the database. Do not work on this alone.',
    recovered: queries.failoverState(context.say),
    falsePositives: ['None known. If it fires, the controller has stopped.'],
    dashboard: 'failover_and_data',
    symptoms: ['the platform is down and no failover happens'],
    related: context.platform.failover.steps.map((step) => `failover_${step}`),
    drill: 'region-loss',
  }),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;
