import { command, failoverState, sql } from '../blocks/commands.js';
import { queries } from '../blocks/queries.js';
import type { Mitigation, Runbook, RunbookContext, WriteRunbook } from '../runbook.js';

/** What the five steps by hand have in common: the controller does them better, and this is for the day on which it cannot. */
const step = (
  number: number,
  about: Pick<Runbook, 'title' | 'checks' | 'mitigations' | 'recovered'> & { impact?: string; next: string },
): Runbook => ({
  meaning: `Step ${number} of 5 of a failover by hand. The controller does it by itself; do it only when the controller itself is broken (failover_failed), two of you: one reads aloud, one types.`,
  impact: 'Between the first and the last step the platform takes no writes.',
  escalate:
    'Stop and call the incident lead whenever a check is not as expected. Going on is how writes are lost.',
  falsePositives: [
    'The controller works after all: GET /state answers and its phase is not failed. Then let it do this.',
  ],
  dashboard: 'failover_and_data',
  symptoms: ['a failover by hand'],
  related: ['failover_failed', about.next],
  drill: 'region-loss',
  title: about.title,
  checks: about.checks,
  mitigations: about.mitigations,
  recovered: about.recovered,
  ...(about.impact !== undefined && { impact: about.impact }),
});

const act = (
  what: string,
  when: string,
  how: string[],
  blastRadius: string,
  undo: string,
  isReversible = true,
): Mitigation => ({ what, when, how: how.map(command), isReversible, blastRadius, undo });

const mine = ({ platform }: RunbookContext) => platform.failover.takeover;

export const failoverSteps = {
  failover_detect_failure: (context) =>
    step(1, {
      title: 'By hand: is the region really lost?',
      impact: 'A wrong “yes” costs a failover for nothing; a wrong “no” costs minutes.',
      checks: [
        {
          question: 'What does the edge see?',
          look: queries.origins(context.say),
          expect: '0 for the primary region, 1 elsewhere.',
          otherwise: '1: the edge reaches it. It is not lost.',
        },
        {
          question: 'Does its database answer?',
          look: queries.databases(context.say),
          expect: '0 for the primary region.',
          otherwise: '1: the region is half there. Prefer a repair.',
        },
        {
          question: 'From outside, with your own eyes?',
          look: command(
            'curl -sS -m 5 -o /dev/null -w "%{http_code}\\n" "https://$PRIMARY_REGION_HOST/api/health"; psql "$PRIMARY_URL" -c "select 1"',
          ),
          expect: 'A time-out, both.',
          otherwise: 'Either answers: it is not lost.',
        },
        {
          question: 'And the controller?',
          look: failoverState,
          expect: 'No answer, or failed.',
          otherwise: 'It is at work: stop here and let it.',
        },
      ],
      mitigations: [
        act(
          'Say out loud that the region is lost',
          'All checks say so, twice, 30 seconds apart.',
          ['date -u   # the time goes into the incident'],
          'None yet.',
          'Nothing to undo.',
        ),
      ],
      recovered: queries.origins(context.say),
      next: 'failover_verify_secondary_health',
    }),
  failover_verify_secondary_health: (context) =>
    step(2, {
      title: `By hand: can ${mine(context)} take over without a loss?`,
      checks: [
        {
          question: 'Are its services ready?',
          look: queries.instances(context.say),
          expect: `Every service has processes in ${mine(context)}.`,
          otherwise: 'Missing ones: start them first.',
        },
        {
          question: 'What has each standby flushed?',
          look: sql(
            'select pg_is_in_recovery(), greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())',
            'STANDBY_URL',
          ),
          expect: `Run it on both standbys. ${mine(context)} has the greatest position.`,
          otherwise:
            'The other is ahead: it holds acknowledged writes. Let the candidate catch up from it first.',
        },
        {
          question: 'Can both be reached?',
          look: queries.databases(context.say),
          expect: '1 for every standby.',
          otherwise:
            'One cannot be reached: with a quorum of one, that very standby may hold the only copy of an acknowledged write. Refuse, and bring it back.',
        },
      ],
      mitigations: [
        act(
          'Cut the standbys off from the old primary',
          'Before you compare positions: from then on it can confirm nothing to anybody.',
          [
            `psql "$STANDBY_URL" -c "alter system set primary_conninfo = ''" -c "select pg_reload_conf()"   # on every standby`,
          ],
          'The old primary cannot acknowledge writes any more, if it still lives.',
          'Set primary_conninfo again, and reload.',
        ),
      ],
      recovered: queries.databases(context.say),
      next: 'failover_update_dns',
    }),
  failover_update_dns: (context) =>
    step(3, {
      title: `By hand: promote ${mine(context)} and point the name at it`,
      checks: [
        {
          question: 'Is the old primary fenced?',
          look: command('psql "$PRIMARY_URL" -c "show default_transaction_read_only"'),
          expect: 'A time-out, or on.',
          otherwise:
            'off: fence it now: `alter system set default_transaction_read_only = on`, reload, and end its sessions.',
        },
        {
          question: 'Which epoch was the last?',
          look: queries.epoch(context.say),
          expect: 'A number; the new one is one more.',
          otherwise: 'Nothing: read it on the candidate: select max(epoch) from control.epoch.',
        },
        {
          question: 'Where does the name lead?',
          look: command('dig +short CNAME "$DATABASE_NAME"'),
          expect: 'To the lost region.',
          otherwise: 'Already to the new one: go on with step 4.',
        },
      ],
      mitigations: [
        act(
          'Promote',
          'Positions were compared and the old one is fenced.',
          [
            'psql "$STANDBY_URL" -c "select pg_promote(true, 60)"',
            'psql "$STANDBY_URL" -c "insert into control.epoch (epoch, region) select max(epoch) + 1, current_setting(\'cluster_name\') from control.epoch"',
          ],
          'From here on this region takes writes.',
          'None: a promoted standby cannot go back.',
          false,
        ),
        act(
          'Point the name at it',
          'It answers `f` to pg_is_in_recovery().',
          [
            'nsupdate -k "$DNS_KEY" <<< "update delete $DATABASE_NAME CNAME\nupdate add $DATABASE_NAME 5 CNAME $NEW_DATABASE_HOST\nsend"   # managed: the record in the provider’s console',
          ],
          'Everybody who looks the name up, within its time to live.',
          'Point it back — only at a server that may take writes.',
          false,
        ),
      ],
      recovered: queries.epoch(context.say),
      next: 'failover_redirect_traffic',
    }),
  failover_redirect_traffic: (context) =>
    step(4, {
      title: 'By hand: send clients there',
      checks: [
        {
          question: 'Where does traffic go?',
          look: queries.trafficByRegion(context.say),
          expect: `More and more to ${mine(context)}.`,
          otherwise: 'Still to the lost region: its origin is still in the pool. Take it out (below).',
        },
        {
          question: 'Do clients get answers?',
          look: queries.statuses(context.say),
          expect: '2xx.',
          otherwise: '5xx: do services see the new primary? Their name server may keep the old address.',
        },
        {
          question: 'Do commits go through?',
          look: queries.standbys(context.say),
          expect: 'At least one standby at the new primary.',
          otherwise: '0: writes wait. Follow no_synchronous_standby.',
        },
      ],
      mitigations: [
        act(
          'Take the lost region out of every origin pool',
          'Its health checks did not do it already.',
          [
            'curl -fsS -X PATCH "https://api.cloudflare.com/client/v4/accounts/$ACCOUNT/load_balancers/pools/$POOL" -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" -d \'{"enabled":false}\'',
          ],
          'Its clients: they go to the other regions.',
          'enabled: true — when the region is back and seeded.',
        ),
      ],
      recovered: queries.errorsByRegion(context.say),
      next: 'failover_notify_stakeholders',
    }),
  failover_notify_stakeholders: (context) =>
    step(5, {
      title: 'By hand: tell everybody',
      impact: 'People act on what they believe. Until told, they believe the old region serves.',
      checks: [
        {
          question: 'What is true now?',
          look: queries.errorsByRegion(context.say),
          expect: 'Close to 0 in the new region: it is over for customers.',
          otherwise: 'Say what does not work yet, and when you will say more.',
        },
        {
          question: 'Which epoch, which region?',
          look: queries.epoch(context.say),
          expect: 'One more than before.',
          otherwise: 'Unchanged: the failover is not complete. Go back to step 3.',
        },
        {
          question: 'Does alerting reach people?',
          look: command('amtool alert query --alertmanager.url="$ALERTMANAGER_URL" alertname=Watchdog'),
          expect: 'One line.',
          otherwise: 'Tell them yourself: alerting is broken as well.',
        },
      ],
      mitigations: [
        act(
          `Tell ${context.platform.failover.notify.join(', ')} and the status page`,
          'Within 15 minutes of the detection, and every 30 minutes until it is over.',
          [
            `amtool alert add --alertmanager.url="$ALERTMANAGER_URL" failover_by_hand severity=critical environment=${context.environment} --annotation=summary="Failed over by hand to ${mine(context)}"`,
          ],
          'People are woken.',
          'It resolves by itself.',
        ),
      ],
      recovered: queries.errorsByRegion(context.say),
      next: 'failover_completed',
    }),
} satisfies Record<string, WriteRunbook>;
