import type { AlertKind } from '@attest/alerts';
import { command } from '../blocks/commands.js';
import { silence } from '../blocks/mitigations.js';
import { queries } from '../blocks/queries.js';
import type { Check, Mitigation, Query, RunbookContext, WriteRunbook } from '../runbook.js';

type Program = 'prometheus' | 'alertmanager';

const reloaded = ({ say }: RunbookContext, program: Program): Query => ({
  kind: 'query',
  promql: `min by (instance) (${say.external(`${program}_config_last_reload_successful`)})`,
  reads: '1 the configuration in use is the newest, 0 it is an older one',
});

const targets = ({ say }: RunbookContext): Check => ({
  question: 'Is everything else seen?',
  look: queries.targets(say),
  expect: '1 everywhere: only the alerting is in trouble.',
  otherwise: 'Zeros: follow target_down as well.',
});

const sends = ({ say }: RunbookContext): Check => ({
  question: 'Does Prometheus know an Alertmanager?',
  look: {
    kind: 'query',
    promql: `max by (instance) (${say.external('prometheus_notifications_alertmanagers_discovered')})`,
    reads: 'Alertmanagers that alerts are sent to',
  },
  expect: 'At least 1.',
  otherwise: '0: nobody is told of anything. Follow alertmanager_unreachable now.',
});

const failures = ({ say }: RunbookContext): Check => ({
  question: 'Which rules fail?',
  look: {
    kind: 'query',
    promql: `sum by (rule_group) (increase(${say.external('prometheus_rule_evaluation_failures_total')}[15m]))`,
    reads: 'failed evaluations of a quarter of an hour, by group',
  },
  expect: '0 everywhere.',
  otherwise: 'A group: its alerts may not fire. Its error is on Prometheus’ page “Rules”.',
});

const missed = ({ say }: RunbookContext): Check => ({
  question: 'Which groups are too slow?',
  look: {
    kind: 'query',
    promql: `sum by (rule_group) (increase(${say.external('prometheus_rule_group_iterations_missed_total')}[15m]))`,
    reads: 'evaluations that were skipped, by group',
  },
  expect: '0 everywhere.',
  otherwise: 'One group: it has too many or too dear rules. All: Prometheus has too little CPU.',
});

const notTaken = ({ say }: RunbookContext): Check => ({
  question: 'Which receiver refuses?',
  look: {
    kind: 'query',
    promql: `sum by (integration) (increase(${say.external('alertmanager_notifications_failed_total')}[15m]))`,
    reads: 'failed notifications of a quarter of an hour',
  },
  expect: '0 everywhere.',
  otherwise: 'One integration: its token, its address or the vendor. Its reason is in Alertmanager’s log.',
});

const checkFiles = (program: Program): Check => ({
  question: 'What is wrong with the new configuration?',
  look: command(
    program === 'prometheus'
      ? 'promtool check config "$PROMETHEUS_CONFIG"'
      : 'amtool check-config "$ALERTMANAGER_CONFIG"',
  ),
  expect: 'SUCCESS: the files are good, and it has not read them since.',
  otherwise: 'The line that is wrong. Take the file of the last good revision.',
});

const reload = (program: Program): Mitigation => ({
  what: 'Bring the last good configuration back, and reload',
  when: 'Always. What runs is the last good one anyway; the danger is the next restart.',
  how: [
    command(`attest generate --check || attest generate`),
    program === 'prometheus'
      ? command(
          'promtool check config "$PROMETHEUS_CONFIG" && kill -HUP "$PROMETHEUS_PID"   # in Kubernetes: kubectl -n monitoring exec prometheus-0 -- kill -HUP 1',
        )
      : command(
          'amtool check-config "$ALERTMANAGER_CONFIG" && curl -fsS -X POST "$ALERTMANAGER_URL/-/reload"',
        ),
  ],
  isReversible: true,
  blastRadius: `${program === 'prometheus' ? 'Prometheus' : 'Alertmanager'} alone; nothing is lost by a reload.`,
  undo: 'Put the other file back, and reload.',
});

const restart = (program: Program): Mitigation => ({
  what: `Restart ${program === 'prometheus' ? 'Prometheus' : 'Alertmanager'}`,
  when: 'It hangs, or has too little memory. Not while its configuration is refused: it would not start.',
  how: [command(`kubectl -n monitoring rollout restart statefulset/${program}`)],
  isReversible: true,
  blastRadius: 'No alert is evaluated or sent for a minute; alerts with a `for` begin to wait anew.',
  undo: 'Nothing to undo.',
});

const meta =
  (
    title: string,
    meaning: string,
    impact: string,
    first: (context: RunbookContext) => Check[],
    mitigations: Mitigation[],
    recovered: (context: RunbookContext) => Query,
  ): WriteRunbook =>
  (context) => ({
    title,
    meaning,
    impact,
    checks: [...first(context), targets(context)],
    mitigations,
    escalate:
      'Whoever runs the monitoring, at once when alerts may not arrive: a person has to watch the dashboards until it is mended.',
    recovered: recovered(context),
    falsePositives: ['The minute of a planned restart of the monitoring.'],
    dashboard: 'infrastructure_overview',
    symptoms: ['alerts do not arrive', 'alerting is broken'],
    related: ['watchdog', 'missing_series'].filter((name) => name !== title),
  });

const query =
  (check: (context: RunbookContext) => Check) =>
  (context: RunbookContext): Query =>
    check(context).look as Query;

export const alertingKinds = {
  prometheus_config_rejected: meta(
    'Prometheus runs with an old configuration',
    'It refused the newest configuration at least five minutes ago, and goes on with the one before.',
    'New rules and targets are not in force. After its next restart it may not start at all.',
    (context) => [
      {
        question: 'Which Prometheus?',
        look: reloaded(context, 'prometheus'),
        expect: '1 everywhere: it is mended.',
        otherwise: '0: go on with that one.',
      },
      checkFiles('prometheus'),
      failures(context),
    ],
    [reload('prometheus')],
    (context) => reloaded(context, 'prometheus'),
  ),
  rule_evaluation_failing: meta(
    'Rules cannot be evaluated',
    'Prometheus could not evaluate some rules: nearly always two series where one was expected, or too many at once.',
    'The alerts of that group may not fire. You are blind there.',
    (context) => [failures(context), missed(context), checkFiles('prometheus')],
    [reload('prometheus'), restart('prometheus')],
    query(failures),
  ),
  rules_too_slow: meta(
    'Rules take longer than their interval',
    'Evaluations were skipped because the one before had not ended.',
    'Alerts of that group come later than promised.',
    (context) => [missed(context), failures(context), sends(context)],
    [restart('prometheus'), silence('rules_too_slow')],
    query(missed),
  ),
  alertmanager_unreachable: meta(
    'Prometheus knows no Alertmanager',
    'For at least five minutes there has been nobody to send alerts to. That this reached you means that another one still does, or the silent heartbeat told.',
    'No alert reaches anybody. Watch the dashboards in person until it is mended.',
    (context) => [
      { ...sends(context), otherwise: '0: true. Nobody is told of anything: say so to the team, and go on.' },
      {
        question: 'Does Alertmanager answer?',
        look: command('curl -fsS "$ALERTMANAGER_URL/-/ready"'),
        expect: 'OK: Prometheus does not find it. Look at its configuration and at DNS.',
        otherwise: 'No answer: it is down. Restart it.',
      },
      checkFiles('alertmanager'),
    ],
    [restart('alertmanager'), reload('prometheus')],
    query(sends),
  ),
  alerts_dropped: meta(
    'Alerts did not reach Alertmanager',
    'Prometheus had alerts to send and no Alertmanager took them.',
    'Somebody was not told of something. Look at what fires now.',
    (context) => [
      sends(context),
      {
        question: 'What fires now?',
        look: command('promtool query instant "$PROMETHEUS_URL" \'ALERTS{alertstate="firing"}\''),
        expect: 'Only the Watchdog, and what you know of.',
        otherwise: 'Something that nobody was told of: start with that.',
      },
      {
        question: 'Does Alertmanager answer?',
        look: command('curl -fsS "$ALERTMANAGER_URL/-/ready"'),
        expect: 'OK.',
        otherwise: 'No answer: it is down. Restart it.',
      },
    ],
    [restart('alertmanager'), silence('alerts_dropped')],
    query(sends),
  ),
  alertmanager_config_rejected: meta(
    'Alertmanager runs with an old configuration',
    'It refused the newest configuration at least five minutes ago, and goes on with the one before.',
    'Alerts go where they went before. After its next restart it may not start at all.',
    (context) => [
      {
        question: 'Which Alertmanager?',
        look: reloaded(context, 'alertmanager'),
        expect: '1 everywhere: it is mended.',
        otherwise: '0: go on with that one.',
      },
      checkFiles('alertmanager'),
      notTaken(context),
    ],
    [reload('alertmanager')],
    (context) => reloaded(context, 'alertmanager'),
  ),
  notifications_failing: meta(
    'A receiver does not take notifications',
    'Alertmanager could not deliver, and tries again.',
    'Whoever is told through that receiver may not know. Tell them in another way.',
    (context) => [
      notTaken(context),
      {
        question: 'Does the vendor say that something is wrong?',
        look: command(
          'curl -fsS https://status.pagerduty.com/api/v2/status.json; curl -fsS https://slack-status.com/api/v2.0.0/current',
        ),
        expect: 'All systems operational: our token or address.',
        otherwise: 'An incident of theirs: watch in person until it is over.',
      },
      checkFiles('alertmanager'),
    ],
    [reload('alertmanager'), silence('notifications_failing')],
    query(notTaken),
  ),
  watchdog: meta(
    'Alerting works — or the heartbeat is silent',
    'This alert always fires, and the heartbeat service expects it. You are here because the heartbeat went silent: somewhere between Prometheus and the receiver alerting is broken.',
    'No alert reaches anybody, perhaps for as long as the heartbeat has been silent. Watch the dashboards in person until it is mended.',
    (context) => [
      {
        question: 'Does Prometheus answer?',
        look: command('curl -fsS "$PROMETHEUS_URL/-/ready"'),
        expect: 'Prometheus Server is Ready.',
        otherwise: 'No answer: it is down. Its log says why; a full disk is the usual reason.',
      },
      {
        question: 'Does the Watchdog fire?',
        look: command('promtool query instant "$PROMETHEUS_URL" \'ALERTS{alertname="Watchdog"}\''),
        expect: 'One line with alertstate firing: Prometheus is well. Look at Alertmanager.',
        otherwise: 'Nothing: the rules are not loaded. Follow prometheus_config_rejected.',
      },
      sends(context),
      {
        question: 'Has Alertmanager got it?',
        look: command('amtool alert query --alertmanager.url="$ALERTMANAGER_URL" alertname=Watchdog'),
        expect: 'One line: it is the way to the heartbeat. See the next check.',
        otherwise: 'Nothing: Prometheus cannot reach it. Follow alertmanager_unreachable.',
      },
      notTaken(context),
    ],
    [restart('alertmanager'), reload('alertmanager'), restart('prometheus')],
    query(sends),
  ),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;
