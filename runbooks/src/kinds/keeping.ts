import type { AlertKind } from '@attest/alerts';
import { daysSinceDrill } from '@attest/dashboards';
import { command } from '../blocks/commands.js';
import { silence } from '../blocks/mitigations.js';
import { queries, sometimes } from '../blocks/queries.js';
import type { RunbookContext, WriteRunbook } from '../runbook.js';

const drillAge = ({ platform, say }: RunbookContext) =>
  sometimes(
    daysSinceDrill(platform, say, ['experiment', 'target']),
    'days since each experiment last took effect, and on what',
  );

export const keepingKinds = {
  backup_too_old: (context) => ({
    title: 'The newest backup is too old',
    meaning: 'Two backups in a row are missing in a location. What was written since is in no backup there.',
    impact: 'None now. If data has to be restored, more of it is gone than was promised.',
    checks: [
      {
        question: 'Which location, and how old?',
        look: queries.backupAge(context.say),
        expect: 'One location: its storage or its credentials. The other has fresh backups.',
        otherwise: 'All: the job itself does not run. Look at its log.',
      },
      {
        question: 'Did the job run?',
        look: command(
          `kubectl -n ${context.environment} get jobs -l app=database-backup --sort-by=.status.startTime | tail -5`,
        ),
        expect: 'A recent job that failed: its log names the reason.',
        otherwise: 'No recent job: the schedule is suspended or the cluster is full.',
      },
      {
        question: 'Is the database well?',
        look: queries.databases(context.say),
        expect: '1 in every region.',
        otherwise: 'Follow database_down: there is something worse.',
      },
      {
        question: 'Is there room on the disk?',
        look: queries.databaseSize(context.say),
        expect: 'Far smaller than where backups are kept.',
        otherwise: 'Backups no longer fit: remove what is past its retention, oldest first.',
      },
    ],
    mitigations: [
      {
        what: 'Take one now',
        when: 'The cause is known, or cannot be found within half an hour.',
        how: [
          command(
            'pg_dump --format=custom --file="backup-$(date -u +%Y%m%dT%H%MZ).dump" "$PRIMARY_URL"   # managed: a snapshot in the console',
          ),
        ],
        isReversible: true,
        blastRadius: 'Reads of the whole database: an hour of load. From a standby it hurts nobody.',
        undo: 'Remove the file.',
      },
      silence('backup_too_old'),
    ],
    escalate: 'The owner of the database the same day; at once when no location has a backup of today.',
    recovered: queries.backupAge(context.say),
    falsePositives: [
      'The job ran and could not report: the backup is there. Mend the report, and restore one to be sure.',
    ],
    dashboard: 'failover_and_data',
    symptoms: ['no backup was made'],
    related: ['restore_from_backup'],
  }),
  secret_too_old: (context) => ({
    title: 'A secret was not rotated in time',
    meaning: 'A kind of secret is older than the rotation that is promised.',
    impact: 'None now. Whoever got hold of it long ago still has it.',
    checks: [
      {
        question: 'Which kind, and how old?',
        look: queries.secretAge(context.say),
        expect: 'One kind that is over the limit.',
        otherwise: 'All of them: the rotation did not run at all.',
      },
      {
        question: 'Who uses it?',
        look: command('git grep -l "process.env.$SECRET_NAME"   # in every repository that deploys here'),
        expect: 'A list; every entry has to get the new one before the old one ends.',
        otherwise: 'Nobody: remove the secret instead of rotating it.',
      },
      {
        question: 'Is everything calm enough to do it now?',
        look: queries.errorsByRegion(context.say),
        expect: 'Close to 0.',
        otherwise: 'Another day: two changes at once hide each other.',
      },
    ],
    mitigations: [
      {
        what: 'Rotate it',
        when: 'In working hours, following the runbook secret_rotation.',
        how: [command('# runbook secret_rotation')],
        isReversible: true,
        blastRadius: 'Whoever uses the secret. Two valid ones side by side keep everybody working.',
        undo: 'The old one stays valid until the last step.',
      },
      silence('secret_too_old'),
    ],
    escalate:
      'The owner of security within the week. At once if it may have leaked: runbook security_incident.',
    recovered: queries.secretAge(context.say),
    falsePositives: ['It was rotated and nobody recorded it: record it.'],
    dashboard: 'failover_and_data',
    symptoms: ['an audit asks for the rotation'],
    related: ['secret_rotation', 'security_incident'],
  }),
  certificate_expiring: (context) => ({
    title: 'A certificate is about to expire',
    meaning: 'The certificate that a host shows has not been renewed when it should have been.',
    impact: 'None until it expires. Then no client connects to that host any more, all at once.',
    checks: [
      {
        question: 'Which host, and how long?',
        look: queries.certificateLeft(context.say),
        expect: 'One host with few days left.',
        otherwise: 'All hosts: the renewal itself is broken.',
      },
      {
        question: 'What does the host really show?',
        look: command(
          'openssl s_client -connect "$HOST:443" -servername "$HOST" </dev/null 2>/dev/null | openssl x509 -noout -enddate -issuer',
        ),
        expect: 'The same date: it is true.',
        otherwise: 'A later date: renewed, and the exporter reads an old one.',
      },
      {
        question: 'Why was it not renewed?',
        look: command(
          'kubectl get certificates,challenges -A | grep -v True   # managed edge: its page of certificates',
        ),
        expect: 'A challenge that fails: DNS, or a firewall, or a rate limit.',
        otherwise: 'Nothing pending: nobody asks for it. List the host again.',
      },
    ],
    mitigations: [
      {
        what: 'Renew it by hand',
        when: 'Fewer than seven days are left, or the cause takes longer than it has.',
        how: [
          command('cmctl renew "$CERTIFICATE" --namespace "$NAMESPACE"   # managed edge: order it again'),
        ],
        isReversible: true,
        blastRadius: 'That host. Clients that pin a certificate have to know.',
        undo: 'The old one serves until it expires.',
      },
      silence('certificate_expiring'),
    ],
    escalate: 'Three days left: the owner of the edge, now. Otherwise in working hours.',
    recovered: queries.certificateLeft(context.say),
    falsePositives: ['A host that is no longer served: take it off the list.'],
    dashboard: 'infrastructure_overview',
    symptoms: ['browsers warn of the certificate', 'TLS errors'],
    related: ['secret_rotation'],
  }),
  drill_missed: (context) => ({
    title: 'A drill did not take place in time',
    meaning:
      'A game day that is due again and again has not been told of: it did not run, its fault did not take effect, or the news of it was lost.',
    impact: 'None now. Whether the platform survives what it practises is a guess, and verdicts expire.',
    checks: [
      {
        question: 'How long ago was each, and on what?',
        look: drillAge(context),
        expect: 'No line for the one that fired, or one of many days; the others are young.',
        otherwise: 'No line at all: nothing of any game day arrives. Look at where they are told to push.',
      },
      {
        question: 'Did the job run in the cluster?',
        look: command(
          `kubectl -n ${context.environment} get cronjobs,jobs -l app=gameday --sort-by=.metadata.creationTimestamp`,
        ),
        expect: 'A job that failed, or a schedule that is suspended: `kubectl logs` of its pod says why.',
        otherwise:
          'A job that succeeded: its log says whether its fault took effect, and whether the end could be told.',
      },
      {
        question: 'Did the pipeline run, for drills on the test bed?',
        look: command('gh run list --workflow gameday.yml --limit 5'),
        expect: 'A run that failed, or none this week: schedules of a quiet repository are switched off.',
        otherwise: 'A run that is green: its log says whether the end could be told.',
      },
      {
        question: 'Is everything calm enough to do it now?',
        look: queries.errorsByRegion(context.say),
        expect: 'Close to 0.',
        otherwise: 'Another day: nothing is broken on purpose while something is broken anyway.',
      },
    ],
    mitigations: [
      {
        what: 'Practise it now',
        when: 'In working hours, everything is calm, and those who are on call know of it.',
        how: context.platform.drills.map((drill) =>
          command(
            drill.on === 'reference'
              ? `gh workflow run gameday.yml -f experiment=${drill.experiment}`
              : `kubectl -n ${context.environment} create job --from=cronjob/gameday-${drill.experiment} "gameday-${drill.experiment}-$(date +%s)"`,
          ),
        ),
        isReversible: true,
        blastRadius: 'What the experiment says: `attest gameday --list`. On the test bed nobody notices.',
        undo: 'The game day undoes its own fault, and what a killed one left behind is undone by the next.',
      },
      silence('drill_missed'),
    ],
    escalate: 'The owner of game days within the week.',
    recovered: drillAge(context),
    falsePositives: [
      'It took place and could not be told: `attest runbook gameday_…` shows the ledger. Mend where it pushes, and practise it again.',
      'Prometheus is new, or lost its data: it cannot know of what was before.',
    ],
    dashboard: 'failover_and_data',
    symptoms: ['a game day was left out'],
    related: context.platform.drills.map(({ experiment }) => `gameday_${experiment.replaceAll('-', '_')}`),
  }),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;
