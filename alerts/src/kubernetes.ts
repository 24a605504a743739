import type { Platform } from '@attest/platform';
import { PrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import { AlertmanagerConfig } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1alpha1/AlertmanagerConfig';
import {
  clock,
  groupBy,
  inhibitions,
  maintenance,
  maintenanceOf,
  receiverName,
  receiversOf,
  severities,
} from './alertmanager.js';
import type { Delivery, ReceiverId } from './delivery.js';
import { writtenOut } from './message.js';
import type { MailAddresses } from './receivers.js';
import type { RuleGroup } from './rule-files.js';

/** Labels that a Prometheus selects its rules by are its owner's choice; these are what kube-prometheus looks for. */
const ruleLabels = { prometheus: 'k8s', role: 'alert-rules', 'app.kubernetes.io/managed-by': 'attest' };

/** The rules of a file as an object for prometheus-operator, validated against its schema. */
export function prometheusRule(platform: Platform, name: string, groups: readonly RuleGroup[]): object {
  const rule = new PrometheusRule({
    metadata: { name: `attest-${platform.id}-${name}`, labels: ruleLabels },
    spec: { groups: groups as never },
  });
  rule.validate();
  return rule.toJSON() as object;
}

/** Name of the Secret that holds what the files hold elsewhere, under the same names. */
const secretName = 'attest-alertmanager';
const secret = (key: string) => ({ name: secretName, key });

interface Surroundings {
  mail: MailAddresses & { username: string };
  delivery: Delivery;
}

/**
 * The same routes as an object for prometheus-operator. The operator adds a matcher for the namespace of the object to each of
 * its routes, unless the Alertmanager says `alertmanagerConfigMatcherStrategy: { type: None }`: ours need that, because alerts
 * carry no namespace. Templates are written out: an AlertmanagerConfig can bring no files.
 */
export function alertmanagerObject(
  platform: Platform,
  environment: string,
  { mail, delivery }: Surroundings,
): object {
  const { routes } = platform.monitoring;
  const window = maintenanceOf(platform, environment);
  const config = new AlertmanagerConfig({
    metadata: { name: `attest-${platform.id}`, labels: { 'app.kubernetes.io/managed-by': 'attest' } },
    spec: {
      route: {
        receiver: receiverName(routes.critical.provider),
        groupBy: [...groupBy],
        groupWait: delivery.groupWait,
        groupInterval: delivery.groupInterval,
        repeatInterval: delivery.repeatInterval,
        routes: [
          {
            receiver: receiverName('Heartbeat'),
            matchers: [{ name: 'alertname', value: 'Watchdog', matchType: '=' }],
            groupWait: '0s',
            groupInterval: delivery.heartbeatInterval,
            repeatInterval: delivery.heartbeatInterval,
          },
          ...severities.map((severity) => ({
            receiver: receiverName(routes[severity].provider),
            matchers: [{ name: 'severity', value: severity, matchType: '=' }],
            ...(window && maintenance.muted.includes(severity) && { muteTimeIntervals: [maintenance.name] }),
          })),
        ] as never,
      },
      inhibitRules: inhibitions.map(({ source_matchers, target_matchers, equal }) => ({
        sourceMatch: source_matchers.map(asMatcher),
        targetMatch: target_matchers.map(asMatcher),
        equal,
      })),
      ...(window && {
        muteTimeIntervals: [
          {
            name: maintenance.name,
            timeIntervals: [
              {
                weekdays: [window.day.toLowerCase()],
                times: [{ startTime: clock(window.fromHourUtc), endTime: clock(window.toHourUtc) }],
              },
            ],
          },
        ],
      }),
      receivers: receiversOf(platform).map((id) => ({ name: receiverName(id), ...receivers(mail)[id] })),
    },
  });
  config.validate();
  return config.toJSON() as object;
}

/** `severity=~"warning|info"` → its parts. */
function asMatcher(text: string) {
  const [, name = '', matchType = '=', value = ''] = /^(\w+)(=~|!~|!=|=)"(.*)"$/.exec(text) ?? [];
  return { name, matchType: matchType as '=', value };
}

const receivers = (mail: MailAddresses & { username: string }) =>
  ({
    PagerDuty: {
      pagerdutyConfigs: [
        {
          routingKey: secret('pagerduty-routing-key'),
          sendResolved: true,
          severity: writtenOut.pagerDutySeverity,
          description: writtenOut.title,
          details: [{ key: 'text', value: writtenOut.text }],
          pagerDutyLinkConfigs: [
            { href: writtenOut.runbook, alt: 'Runbook' },
            { href: writtenOut.dashboard, alt: 'Dashboard' },
          ],
        },
      ],
    },
    Slack: {
      slackConfigs: [
        {
          apiURL: secret('slack-webhook-url'),
          sendResolved: true,
          color: writtenOut.colour,
          title: writtenOut.title,
          titleLink: writtenOut.runbook,
          fallback: writtenOut.title,
          text: `${writtenOut.text}<${writtenOut.runbook}|Runbook> · <${writtenOut.dashboard}|Dashboard>`,
        },
      ],
    },
    Email: {
      emailConfigs: [
        {
          to: mail.to,
          from: mail.from,
          smarthost: mail.smarthost,
          authUsername: mail.username,
          authPassword: secret('smtp-password'),
          sendResolved: true,
          headers: [{ key: 'Subject', value: writtenOut.title }],
          text: writtenOut.text,
          html: writtenOut.html,
        },
      ],
    },
    Heartbeat: {
      webhookConfigs: [{ urlSecret: secret('heartbeat-url'), sendResolved: false }],
    },
  }) satisfies Record<ReceiverId, object>;
