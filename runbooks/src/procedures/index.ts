import {
  command,
  failoverState,
  readyCommands,
  rollBackCommands,
  sql,
  startFailover,
} from '../blocks/commands.js';
import { failOver, rollBack } from '../blocks/mitigations.js';
import { queries } from '../blocks/queries.js';
import { bothRevisions, decisions } from '../kinds/rollouts.js';
import type { Check, Query, RunbookContext, WriteRunbook } from '../runbook.js';
import { failoverSteps } from './failover-steps.js';

export type ProcedureName =
  | `failover_${'detect_failure' | 'verify_secondary_health' | 'update_dns' | 'redirect_traffic' | 'notify_stakeholders'}`
  | 'maintenance'
  | 'security_incident'
  | 'canary_rollback'
  | 'restore_from_backup'
  | 'secret_rotation';

const ready = ({ say }: RunbookContext): Check[] => [
  {
    question: 'Could the other region serve now?',
    look: queries.origins(say),
    expect: '1 for every service in both regions.',
    otherwise: 'A 0: mend that first. You would move from a region that works to one that does not.',
  },
  {
    question: 'Would nothing be lost?',
    look: queries.standbys(say),
    expect: 'At least as many as a commit waits for.',
    otherwise: 'Fewer: stop. Follow no_synchronous_standby.',
  },
  {
    question: 'Is the standby level with the primary?',
    look: queries.lagBytes(say),
    expect: 'Close to 0 for the region that is to take over.',
    otherwise: 'Megabytes: wait, or the failover waits for you.',
  },
  {
    question: 'Is nothing under way already?',
    look: queries.failoverState(say),
    expect: 'monitoring.',
    otherwise: 'Anything else: one thing at a time.',
  },
];

const errors = ({ say }: RunbookContext): Query => queries.errorsByRegion(say);

export const procedures = {
  ...failoverSteps,

  maintenance: (context) => ({
    title: 'Move everything to the other region for a maintenance',
    meaning:
      'The manual trigger `maintenance`: the primary region is needed for work, and nothing is wrong with it. It is the same failover as after a loss, at a time of your choosing.',
    impact: `Writes are refused for less than ${context.platform.failover.durationSeconds} s. Do it in the window, and say so beforehand.`,
    checks: ready(context),
    mitigations: [
      {
        ...failOver(context),
        what: `Move to ${context.platform.failover.takeover}`,
        when: 'All four checks are as expected and the window has begun.',
        how: [failoverState, startFailover('maintenance', 'planned maintenance'), failoverState],
      },
    ],
    escalate:
      'When it is refused: read its reason, do not force it. When it has not ended in time: failover_failed.',
    recovered: errors(context),
    falsePositives: ['Not an alert. If nobody planned it, ask who started it before you go on.'],
    dashboard: 'failover_and_data',
    symptoms: ['planned work in the primary region'],
    related: ['failover_running', 'failover_completed', 'failover_failed'],
    drill: 'region-loss',
  }),

  security_incident: (context) => ({
    title: 'Leave a region that may be in somebody else’s hands',
    meaning:
      'The manual trigger `security_incident`: somebody may have access to the primary region. Leave it first; find out afterwards, on copies.',
    impact: `Writes are refused for less than ${context.platform.failover.durationSeconds} s. What an intruder wrote before is replicated, too: the failover does not undo it.`,
    checks: [
      ...ready(context).slice(0, 2),
      {
        question: 'What runs that should not?',
        look: queries.revisions(context.say),
        expect: 'Revisions that your pipeline built.',
        otherwise:
          'Any other: note it, keep the process, and cut its network. Do not end it: it is evidence.',
      },
      {
        question: 'Who is connected to the database?',
        look: sql(
          'select usename, client_addr, application_name, backend_start from pg_stat_activity where client_addr is not null order by backend_start',
        ),
        expect: 'Addresses of your services and of nobody else.',
        otherwise: 'Anybody else: end the session, and note who it was.',
      },
    ],
    mitigations: [
      {
        what: 'Take away what may have leaked',
        when: 'Always, and at once: tokens and keys of the region.',
        how: [command('# runbook secret_rotation, every kind, without the waiting time')],
        isReversible: false,
        blastRadius: 'Everything that uses an old secret stops until it has the new one.',
        undo: 'None, and none is wanted.',
      },
      {
        ...failOver(context),
        what: `Move to ${context.platform.failover.takeover}`,
        when: 'The region cannot be trusted.',
        how: [startFailover('security_incident', 'see the incident'), failoverState],
      },
      {
        what: 'Keep the evidence',
        when: 'After the move, before anything in the old region is changed.',
        how: [
          command(
            `kubectl -n ${context.environment} get pods -o yaml > evidence-pods.yaml   # and snapshots of disks, logs of the edge, audit logs of every vendor`,
          ),
        ],
        isReversible: true,
        blastRadius: 'None.',
        undo: 'Nothing to undo.',
      },
    ],
    escalate:
      'At once: the owner of security and the incident lead. Legal within hours: data-protection law has deadlines (GDPR: 72 hours). Speak on a channel that is not in the region.',
    recovered: errors(context),
    falsePositives: ['A penetration test that nobody told you of. Ask, and go on until you know.'],
    dashboard: 'failover_and_data',
    symptoms: ['somebody may have broken in', 'a leaked key', 'unknown processes'],
    related: ['secret_rotation', 'failover_running', 'failover_completed'],
  }),

  canary_rollback: (context) => ({
    title: 'Roll a canary back by hand',
    meaning: 'A new revision is bad and the judge has not said so yet, or cannot.',
    impact: 'The customers of the canary stop meeting it. Nobody else notices.',
    checks: [
      bothRevisions(context),
      {
        question: 'Is the new one worse than the old one, at the same time?',
        look: {
          kind: 'query',
          promql: `sum by (service, revision, http_response_status_code) (
  rate(${context.say.histogram('http_server_request_duration_seconds', 'count')}[5m])
  * on (job, instance) group_left (revision) max by (job, instance, revision) (${context.say.series('build_info')})
)`,
          reads: 'requests a second by revision and status',
        },
        expect: 'More 5xx of the new one for its share of the traffic: roll back.',
        otherwise: 'Alike: it is not the release. Follow high error rate.',
      },
      decisions(context),
    ],
    mitigations: [
      {
        ...rollBack(context),
        how: [...rollBackCommands(context.platform, context.environment), ...readyCommands(context.platform)],
      },
    ],
    escalate:
      'The author of the release. Data that the new revision wrote is kept: say so, and check that the old one reads it.',
    recovered: queries.revisions(context.say),
    falsePositives: ['Not an alert.'],
    dashboard: 'service_health',
    symptoms: ['the new version is bad'],
    related: ['canary_rolled_back', 'canary_undecided'],
  }),

  restore_from_backup: (context) => ({
    title: 'Restore the database from a backup',
    meaning:
      'Data is gone or wrong on every copy: a bad migration, a bad deployment, somebody’s mistake. For a lost region this is not the way: replicas are newer than any backup.',
    impact:
      'Restoring over the live database loses everything since the backup. So restore beside it, and take over only what is missing.',
    checks: [
      {
        question: 'Is it really gone everywhere?',
        look: sql('select pg_is_in_recovery(), pg_last_wal_replay_lsn()', 'STANDBY_URL'),
        expect: 'A standby that replayed the mistake as well: yes.',
        otherwise:
          'A standby that lags or is paused: stop its replay now (`select pg_wal_replay_pause()`): it may still have the data.',
      },
      {
        question: 'Which backups are there?',
        look: queries.backupAge(context.say),
        expect: 'One from before the mistake.',
        otherwise: 'None from before: older generations, then the provider’s point-in-time restore.',
      },
      {
        question: 'Is there room beside the live one?',
        look: queries.databaseSize(context.say),
        expect: 'Twice that is free where you restore.',
        otherwise: 'Restore in another region, or a new branch of the managed database.',
      },
    ],
    mitigations: [
      {
        what: 'Stop what destroys the data',
        when: 'It still goes on.',
        how: rollBackCommands(context.platform, context.environment),
        isReversible: true,
        blastRadius: 'One service.',
        undo: 'Deploy again.',
      },
      {
        what: 'Restore beside the live database',
        when: 'Always before anything is overwritten.',
        how: [
          command(
            'createdb --maintenance-db="$PRIMARY_URL" restored && pg_restore --jobs=4 --no-owner --dbname="$RESTORED_URL" "$BACKUP"   # managed: a branch at a point in time',
          ),
          command(
            'psql "$RESTORED_URL" -c "select relname, n_live_tup from pg_stat_user_tables order by 2 desc limit 20"',
          ),
        ],
        isReversible: true,
        blastRadius: 'Load and disk on that server.',
        undo: 'dropdb --maintenance-db="$PRIMARY_URL" restored',
      },
      {
        what: 'Take over what is missing',
        when: 'Somebody who owns the data has compared both.',
        how: [
          command(
            'pg_dump --data-only --table="$TABLE" "$RESTORED_URL" | psql --single-transaction "$PRIMARY_URL"   # fails as a whole on the first conflict',
          ),
        ],
        isReversible: false,
        blastRadius: 'That table. In one transaction: all of it or nothing.',
        undo: 'None once it is committed: the dump says what was added.',
      },
    ],
    escalate:
      'The owner of the data decides what is taken over; the incident lead tells customers what they lost.',
    recovered: queries.databaseErrors(context.say),
    falsePositives: [
      'Not an alert. A reader of a lagging standby sees old data, and nothing is gone: replication_lagging.',
    ],
    dashboard: 'failover_and_data',
    symptoms: ['data is gone', 'data is wrong', 'somebody deleted something'],
    related: ['data_loss', 'backup_too_old'],
  }),

  secret_rotation: (context) => ({
    title: 'Rotate a secret',
    meaning:
      'Replace a secret without anybody noticing: the new one is added, everybody moves, the old one is taken away.',
    impact: 'None when done in this order. Taking the old one away first is an outage.',
    checks: [
      {
        question: 'Is everything calm?',
        look: errors(context),
        expect: 'Close to 0.',
        otherwise: 'Another day.',
      },
      {
        question: 'Who uses it?',
        look: command('git grep -l "process.env.$SECRET_NAME"'),
        expect: 'A list. Workers and jobs of other regions belong to it.',
        otherwise: 'Nobody: remove it instead.',
      },
      {
        question: 'Do all processes run the newest revision, so that a restart changes only the secret?',
        look: queries.revisions(context.say),
        expect: 'One revision of each service.',
        otherwise: 'A rollout is under way: wait for its end.',
      },
    ],
    mitigations: [
      {
        what: 'Add the new one beside the old one',
        when: 'First. A database: a second user or password; a key: a second active key.',
        how: [
          command('NEW="$(openssl rand -base64 32)"   # in a shell without history'),
          command(
            'printf %s "$NEW" | vercel env add "$SECRET_NAME" production --force   # Kubernetes: kubectl create secret … --dry-run=client -o yaml | kubectl apply -f -',
          ),
        ],
        isReversible: true,
        blastRadius: 'None: nobody uses it yet.',
        undo: 'Set the old value again.',
      },
      {
        what: 'Let everybody take it',
        when: 'It is stored. One region after the other, the secondary first.',
        how: context.platform.services.map(({ id }) =>
          command(
            `kubectl -n ${context.environment} rollout restart deployment/${id} && kubectl -n ${context.environment} rollout status deployment/${id}`,
          ),
        ),
        isReversible: true,
        blastRadius: 'One service in one region at a time; it restarts as in any release.',
        undo: 'Set the old value and restart again.',
      },
      {
        what: 'Take the old one away',
        when: 'Nobody has used it for an hour: its last use is in the audit log of whoever checks it.',
        how: [command('vercel env rm "$SECRET_NAME" preview   # and revoke the old key at its vendor')],
        isReversible: false,
        blastRadius: 'Whoever was forgotten stops working. That is how you find them.',
        undo: 'None for a revoked key: give the forgotten one the new key.',
      },
    ],
    escalate: 'The owner of security, when a user of the secret cannot be found.',
    recovered: errors(context),
    falsePositives: ['Not an alert.'],
    dashboard: 'service_health',
    symptoms: ['the quarterly rotation is due', 'a key has leaked'],
    related: ['secret_too_old', 'security_incident'],
  }),
} as const satisfies Record<ProcedureName, WriteRunbook>;
