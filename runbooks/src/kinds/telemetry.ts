import type { AlertKind } from '@attest/alerts';
import { command } from '../blocks/commands.js';
import { restartProcess, rollBack, silence } from '../blocks/mitigations.js';
import { queries } from '../blocks/queries.js';
import type { Check, RunbookContext, WriteRunbook } from '../runbook.js';

const whichTargets = ({ say }: RunbookContext): Check => ({
  question: 'Which targets do not answer?',
  look: queries.targets(say),
  expect: 'One with 0: that process. Go on with it.',
  otherwise: 'All of one job or region: its network, or how Prometheus finds them.',
});

const served = ({ say }: RunbookContext): Check => ({
  question: 'Do customers notice?',
  look: queries.errorsByRegion(say),
  expect: 'Close to 0: it is only unseen, or one of many.',
  otherwise: 'High: follow high error rate first; this is its shadow.',
});

const why: Check = {
  question: 'What does Prometheus say of it?',
  look: command(
    `curl -fsS "$PROMETHEUS_URL/api/v1/targets?state=active" | jq -r '.data.activeTargets[] | select(.health != "up") | [.labels.job, .labels.instance, .lastError] | @tsv'`,
  ),
  expect: '“connection refused”: the process is gone. “deadline exceeded”: it hangs, or the network does.',
  otherwise: 'Nothing: it is back. Look whether it restarts again and again.',
};

const young = ({ say }: RunbookContext): Check => ({
  question: 'Does it restart again and again?',
  look: queries.youngest(say),
  expect: 'Minutes that grow.',
  otherwise: 'Always near 0: a crash loop. Its log has the reason; a new release is the first suspect.',
});

export const telemetryKinds = {
  target_down: (context) => ({
    title: 'A target does not answer Prometheus',
    meaning:
      'For at least two minutes a process could not be scraped. It is down, or hangs, or cannot be reached from Prometheus.',
    impact: 'One process fewer, or one that nobody sees. What it measured meanwhile is not known.',
    checks: [whichTargets(context), why, served(context), young(context)],
    mitigations: [
      restartProcess(context.platform.services[0]?.id ?? 'service', context.environment),
      rollBack(context),
      silence('target_down'),
    ],
    escalate: 'In working hours the owner of the service; at night only when a second one follows.',
    recovered: queries.targets(context.say),
    falsePositives: [
      'A process that was removed on purpose, and is still listed: remove it from the targets.',
    ],
    dashboard: 'infrastructure_overview',
    symptoms: ['a process hangs', 'a pod is not ready', 'gaps in graphs'],
    related: ['missing_series', 'origin_unhealthy'],
  }),
  missing_series: (context) => ({
    title: 'Something is not watched',
    meaning:
      'A series that the catalog needs has been missing for at least five minutes. Nothing is known of what it speaks of, and alerts that read it cannot fire.',
    impact: 'You are blind where the alert says. It is as urgent as the alerts that cannot fire.',
    checks: [
      {
        question: 'Are the processes there?',
        look: queries.instances(context.say),
        expect: 'The service of the alert has processes: they run and do not send this series.',
        otherwise: 'No line for it: nothing of it runs, or Prometheus does not find it.',
      },
      whichTargets(context),
      why,
      {
        question: 'Did a release rename it?',
        look: queries.revisions(context.say),
        expect: 'No new revision.',
        otherwise: 'A new one: it no longer sends the series. Roll it back or mend its instrumentation.',
      },
    ],
    mitigations: [
      rollBack(context),
      restartProcess(context.platform.services[0]?.id ?? 'service', context.environment),
      silence('missing_series'),
    ],
    escalate: 'The owner of the service the same day; at once when its paging alerts are blind.',
    recovered: queries.instances(context.say),
    falsePositives: ['A service that is in the catalog and not deployed yet: deploy it, or take it out.'],
    dashboard: 'infrastructure_overview',
    symptoms: ['graphs are empty', 'nothing is known of a service'],
    related: ['target_down', 'prometheus_config_rejected'],
  }),
  telemetry_dropped: (context) => ({
    title: 'Telemetry is dropped',
    meaning: 'A service had to drop observations, readings or exports. Its figures are too low by as much.',
    impact: 'None for customers. Error rates and costs of that service look better than they are.',
    checks: [
      {
        question: 'What, and why?',
        look: {
          kind: 'query',
          promql: `sum by (service, signal, reason) (increase(${context.say.series('telemetry_dropped_total')}[1h]))`,
          reads: 'what was dropped in an hour; nothing: nothing was',
          mayBeEmpty: true,
        },
        expect:
          'One reason of one service. invalid_value: a defect of that service. Anything about exporting: its way to the collector.',
        otherwise: 'Many services: the collector is full or away.',
      },
      whichTargets(context),
      {
        question: 'Did a release bring it?',
        look: queries.revisions(context.say),
        expect: 'No new revision: the collector, then.',
        otherwise: 'A new one: tell its author.',
      },
    ],
    mitigations: [rollBack(context), silence('telemetry_dropped')],
    escalate: 'The owner of the service, in working hours.',
    recovered: queries.targets(context.say),
    falsePositives: ['The last seconds of a process that was ended: its last export may fail.'],
    dashboard: 'infrastructure_overview',
    symptoms: ['figures are too low'],
    related: ['label_overflow', 'missing_series'],
  }),
  label_overflow: (context) => ({
    title: 'A label takes too many values',
    meaning:
      'A metric has reached the limit of values for a label; what is beyond it is counted under `__overflow__`. Somebody puts ids, addresses or raw paths into a label.',
    impact: 'None for customers. That metric no longer tells its values apart.',
    checks: [
      {
        question: 'Which metric, which label?',
        look: {
          kind: 'query',
          promql: `sum by (service, metric, label) (increase(${context.say.series('telemetry_cardinality_overflow_total')}[1h]))`,
          reads: 'observations beyond the limit in an hour; nothing: none',
          mayBeEmpty: true,
        },
        expect: 'One metric of one service.',
        otherwise: 'Several: a release changed how labels are made.',
      },
      {
        question: 'Did a release bring it?',
        look: queries.revisions(context.say),
        expect: 'No new revision: a client sends new values, such as methods or paths that do not exist.',
        otherwise: 'A new one: roll it back when the metric feeds an alert.',
      },
      {
        question: 'Do routes look like templates?',
        look: queries.errorsByRoute(context.say),
        expect: '/api/things/{id}, and unmatched for the rest.',
        otherwise: 'Raw ids in routes: the service names its routes itself. Use the template.',
      },
    ],
    mitigations: [rollBack(context), silence('label_overflow')],
    escalate: 'The owner of the service, in working hours.',
    recovered: queries.errorsByRoute(context.say),
    falsePositives: [
      'A scanner that tries thousands of paths: they are “unmatched” and do not count. If they do, see above.',
    ],
    dashboard: 'infrastructure_overview',
    symptoms: ['__overflow__ in graphs'],
    related: ['telemetry_dropped'],
  }),
} satisfies Partial<Record<AlertKind, WriteRunbook>>;
