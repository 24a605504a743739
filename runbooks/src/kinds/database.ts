import type { AlertKind } from '@attest/alerts';
import { command, failoverState, sql } from '../blocks/commands.js';
import {
  endBlockers,
  failOver,
  resumeReplay,
  rollBack,
  silence,
  synchronousStandbys,
} from '../blocks/mitigations.js';
import { queries } from '../blocks/queries.js';
import type { Check, Mitigation, RunbookContext, WriteRunbook } from '../runbook.js';

const answers = ({ say }: RunbookContext): Check => ({
  question: 'Which databases answer?',
  look: queries.databases(say),
  expect: '1 in every region.',
  otherwise:
    '0 for the primary: the failover controller decides within a minute, see failover_running. 0 for a standby: one fewer to fail over to.',
});

const controller = ({ say }: RunbookContext): Check => ({
  question: 'What is the failover controller doing?',
  look: queries.failoverState(say),
  expect: 'monitoring: nothing to be done about the primary.',
  otherwise: 'failing_over: hands off until it has ended. refused or failed: follow failover_failed.',
});

const full = ({ say }: RunbookContext): Check => ({
  question: 'Are there connections left?',
  look: queries.connectionsShare(say),
  expect: 'Below 0.8.',
  otherwise:
    'Near 1: new connections are refused. End idle sessions (below), then find whose pool is too large.',
});

const blocked: Check = {
  question: 'Does one session hold up the others?',
  look: sql(
    "select pid, wait_event_type, state, now() - query_start as running, pg_blocking_pids(pid) as blocked_by, left(query, 60) as query from pg_stat_activity where backend_type = 'client backend' order by running desc limit 15",
  ),
  expect: '`blocked_by` is empty everywhere.',
  otherwise: 'One pid in every `blocked_by`: end that session (below).',
};

const standbysThere = ({ say }: RunbookContext): Check => ({
  question: 'Do standbys confirm commits?',
  look: queries.standbys(say),
  expect: 'At least as many as a commit waits for.',
  otherwise: '0: every write waits. Follow no_synchronous_standby.',
});

const slowDatabase: WriteRunbook = (context) => ({
  title: 'The database is slow',
  meaning:
    'Too many statements take longer than the objective allows, as the services measure it, without the wait for a connection.',
  impact: 'Everything is slow; pools fill up, and then requests fail.',
  checks: [
    {
      question: 'Which kind of statement?',
      look: queries.databaseLatency(context.say),
      expect: 'SELECT or UPDATE: locks, a missing index, or load.',
      otherwise: 'COMMIT alone: commits wait for a standby. Follow replication_lagging.',
    },
    blocked,
    full(context),
    {
      question: 'Is it a release?',
      look: queries.revisions(context.say),
      expect: 'One revision of each service.',
      otherwise: 'A new one: a new query without its index, or a migration that locks. Roll back.',
    },
  ],
  mitigations: [endBlockers, rollBack(context), failOver(context)],
  escalate:
    'Whoever owns the schema; the provider of the database when neither locks nor queries explain it.',
  recovered: queries.databaseLatency(context.say),
  falsePositives: [
    'A migration in its announced window. It should lock nothing for longer than a second; say so in the review.',
  ],
  dashboard: 'service_health',
  symptoms: ['everything is slow', 'the database is slow', 'lock waits'],
  related: ['replication_lagging', 'database_availability_burn'],
});

export const databaseKinds = {
  database_latency_burn: slowDatabase,
  database_availability_burn: (context) => ({
    ...slowDatabase(context),
    title: 'The database fails',
    meaning:
      'Too many statements of the services end with an error: no connection, a time-out, a server that refuses.',
    impact: 'Requests that need the database fail. That is nearly all of them.',
    checks: [answers(context), controller(context), full(context), blocked, standbysThere(context)],
    recovered: queries.databaseErrors(context.say),
    falsePositives: [
      'A constraint that refuses bad input is an answer, not a failure. Where it is counted as one, mend the service.',
    ],
    dashboard: 'failover_and_data',
    symptoms: ['the database refuses connections', 'writes fail', 'too many connections'],
    related: ['database_down', 'no_synchronous_standby', 'failover_failed'],
    drill: 'region-loss',
  }),
  database_down: (context) => ({
    title: 'A database does not answer',
    meaning:
      'The exporter of a region’s database has had no answer for at least a minute. Of the primary, the failover controller knows it, too.',
    impact:
      'The primary: writes fail until the failover is over. A standby: nothing now, and one fewer to fail over to.',
    checks: [
      answers(context),
      controller(context),
      {
        question: 'Which one takes writes?',
        look: command(
          'psql "$PRIMARY_URL" -Atc "select pg_is_in_recovery(), (select max(epoch) from control.epoch)"',
        ),
        expect: '`f` and the newest epoch: the primary answers. It is a standby that is down.',
        otherwise: 'No answer: it is the primary. Let the controller work.',
      },
      standbysThere(context),
    ],
    mitigations: [
      {
        what: 'Start the standby again',
        when: 'It is a standby, and its machine is there.',
        how: [
          command(
            `kubectl -n ${context.environment} rollout restart statefulset/postgres   # managed: restart the replica in the provider’s console`,
          ),
        ],
        isReversible: true,
        blastRadius: 'That standby; it catches up by itself.',
        undo: 'Nothing to undo.',
      },
      failOver(context),
      silence('database_down'),
    ],
    escalate:
      'The primary: at once, the incident lead. A standby: the owner of the database within the hour.',
    recovered: queries.databases(context.say),
    falsePositives: [
      'The exporter cannot log in (a rotated password): the services do not complain. Give it the new one.',
    ],
    dashboard: 'failover_and_data',
    symptoms: ['the database is down', 'connection refused'],
    related: ['failover_running', 'failover_failed', 'database_availability_burn'],
    drill: 'region-loss',
  }),
  replication_lag_burn: (context) => lagging(context),
  replication_lagging: (context) => lagging(context),
  no_synchronous_standby: (context) => ({
    title: 'Nobody confirms commits',
    meaning:
      'Fewer standbys than promised stream and confirm. Commits wait for a confirmation that does not come; none is acknowledged that could be lost.',
    impact:
      'Writes stand still. Reads work. Nothing is lost, and it must stay that way: do not “fix” it by making commits asynchronous.',
    checks: [
      { ...standbysThere(context), otherwise: '0: every write waits. See who streams (next check).' },
      {
        question: 'Who streams, and is it named?',
        look: sql('select application_name, state, sync_state, flush_lsn from pg_stat_replication'),
        expect: 'The standbys of the catalog with state streaming and sync_state quorum.',
        otherwise:
          'Streaming, and sync_state async: the setting does not name it. No line at all: the standby or its network is down.',
      },
      {
        question: 'What is waited for?',
        look: sql('show synchronous_standby_names'),
        expect: 'The names of the standbys of the catalog.',
        otherwise: 'Any other name: somebody changed it. Set it back (below).',
      },
      answers(context),
    ],
    mitigations: [synchronousStandbys(context.platform), failOver(context)],
    escalate: 'At once: the owner of the database. After ten minutes the incident lead: writes are down.',
    recovered: queries.standbys(context.say),
    falsePositives: ['The seconds in which a standby restarts: the alert waits for a minute.'],
    dashboard: 'failover_and_data',
    symptoms: ['writes hang', 'saving never ends', 'commits wait'],
    related: ['replication_lagging', 'database_down'],
    drill: 'region-loss',
  }),
  data_loss: (context) => ({
    title: 'Acknowledged writes are missing',
    meaning:
      'The new primary lacks writes that customers were told are stored. The failover promised to lose none.',
    impact:
      'Customers’ data. It may still be on the old primary’s disk: whatever you do, do not let that be overwritten.',
    checks: [
      {
        question: 'How many, and since when?',
        look: {
          kind: 'query',
          promql: `sum by (environment) (increase(${context.say.series('failover_lost_writes_total')}[6h]))`,
          reads: 'writes found missing',
          mayBeEmpty: true,
        },
        expect: 'A number that does not grow.',
        otherwise: 'It grows: the old primary still takes writes. Cut it off now (next step).',
      },
      {
        question: 'Is the old primary fenced?',
        look: failoverState,
        expect: 'One primary, with the newest epoch.',
        otherwise: 'Two that take writes: stop the one with the older epoch at once.',
      },
      {
        question: 'Which epoch serves?',
        look: queries.epoch(context.say),
        expect: 'One more than before the failover.',
        otherwise: 'Unchanged: no failover took place, and the checker is wrong or reads the wrong server.',
      },
    ],
    mitigations: [
      {
        what: 'Keep the old primary’s disk',
        when: 'Always, and first.',
        how: [
          command(
            'pg_ctl -D "$OLD_PRIMARY_DATA" stop -m fast   # managed: suspend the endpoint, and make a snapshot before anything else',
          ),
        ],
        isReversible: true,
        blastRadius: 'None: it is fenced and serves nobody.',
        undo: 'Start it, as long as it stays fenced.',
      },
      {
        what: 'Read what is missing from the old primary',
        when: 'It is stopped and copied.',
        how: [
          command(
            'pg_waldump --start="$PROMOTED_LSN" "$OLD_PRIMARY_DATA/pg_wal"   # what it wrote after the new primary took over',
          ),
        ],
        isReversible: true,
        blastRadius: 'None: it only reads.',
        undo: 'Nothing to undo.',
      },
    ],
    escalate:
      'At once: the incident lead, the owner of the database, and whoever speaks to customers. It is a breach of a promise, maybe of a contract.',
    recovered: queries.epoch(context.say),
    falsePositives: [
      'A check that compares with a replica that had not caught up. Check again on the primary.',
    ],
    dashboard: 'failover_and_data',
    symptoms: ['data is missing after a failover'],
    related: ['failover_completed', 'restore_from_backup'],
    drill: 'region-loss',
  }),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;

const lagging = (context: RunbookContext) => ({
  title: 'A standby is behind',
  meaning: 'A standby has not replayed what the primary wrote for longer than is aimed at.',
  impact:
    'Readers of the standby see old data. Where commits wait for it they are as slow. A failover to it has to wait until it has caught up.',
  checks: [
    {
      question: 'Which standby, and how far?',
      look: queries.lagSeconds(context.say),
      expect: 'One standby: its disk, its network, or a long query on it.',
      otherwise: 'All: the primary writes more than the network carries. A bulk job? Stop or slow it.',
    },
    {
      question: 'Does it receive, and not replay?',
      look: sql(
        'select pg_is_wal_replay_paused() as paused, pg_last_wal_receive_lsn() as received, pg_last_wal_replay_lsn() as replayed',
        'STANDBY_URL',
      ),
      expect: 'Not paused, and replayed follows received.',
      otherwise: 'Paused: resume it (below). Received stands still: the network or the primary.',
    },
    {
      question: 'Do bytes pile up?',
      look: queries.lagBytes(context.say),
      expect: 'Small and steady.',
      otherwise: 'Growing: the primary keeps WAL for it, and its disk fills. Watch the disk.',
    },
    standbysThere(context),
  ],
  mitigations: [
    resumeReplay,
    {
      ...endBlockers,
      what: 'End the query on the standby that holds replay up',
      how: [
        sql(
          "select pg_terminate_backend(pid) from pg_stat_activity where state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid() and now() - query_start > interval '1 minute'",
          'STANDBY_URL',
        ),
      ],
    },
    silence('replication_lagging'),
  ] satisfies Mitigation[],
  escalate: 'The owner of the database within the hour; at once when it is the region that would take over.',
  recovered: queries.lagSeconds(context.say),
  falsePositives: ['A restore or a re-seed of that standby: it is expected to be behind until it is done.'],
  dashboard: 'failover_and_data' as const,
  symptoms: ['old data is read', 'commits are slow', 'a replica is behind'],
  related: ['no_synchronous_standby', 'database_latency_burn'],
  drill: 'region-loss',
});
