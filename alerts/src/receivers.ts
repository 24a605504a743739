import type { Delivery } from './alertmanager.js';

// A group may hold several alerts, whose common annotations are then empty: the first speaks for all.
const first = (annotation: string) => `{{ (index .Alerts 0).Annotations.${annotation} }}`;
const summary = `[{{ .Status | toUpper }}] ${first('summary')}{{ if gt (len .Alerts) 1 }} ({{ len .Alerts }} alerts){{ end }}`;
const body = `{{ range .Alerts }}{{ .Annotations.summary }}
{{ .Annotations.description }}
Runbook: {{ .Annotations.runbook_url }}
Dashboard: {{ .Annotations.dashboard_url }}
{{ end }}`;
const details = {
  description: first('description'),
  runbook: first('runbook_url'),
  dashboard: first('dashboard_url'),
};

export interface MailAddresses {
  to: string;
  from: string;
  /** Host and port. */
  smarthost: string;
}

// PagerDuty refuses severities that it does not know; what no route knows is critical until somebody has looked.
const pagerDutySeverity =
  '{{ if or (eq .CommonLabels.severity "warning") (eq .CommonLabels.severity "info") }}{{ .CommonLabels.severity }}{{ else }}critical{{ end }}';

export const pagerDuty = (how: object): object => ({
  pagerduty_configs: [
    { ...how, send_resolved: true, severity: pagerDutySeverity, description: summary, details },
  ],
});

export const slack = (how: object): object => ({
  slack_configs: [{ ...how, send_resolved: true, title: summary, text: body }],
});

export const email = (mail: MailAddresses, how: object): object => ({
  email_configs: [
    {
      to: mail.to,
      from: mail.from,
      smarthost: mail.smarthost,
      ...how,
      send_resolved: true,
      headers: { Subject: summary },
      text: body,
      html: '',
    },
  ],
});

export const heartbeat = (how: object): object => ({ webhook_configs: [{ ...how, send_resolved: false }] });

/** Of a real platform. `secrets`: the directory that holds the files. */
export function productionDelivery(secrets: string, mail: MailAddresses, username: string): Delivery {
  return {
    receivers: {
      PagerDuty: pagerDuty({ routing_key_file: `${secrets}/pagerduty-routing-key` }),
      Slack: slack({ api_url_file: `${secrets}/slack-webhook-url` }),
      Email: email(mail, { auth_username: username, auth_password_file: `${secrets}/smtp-password` }),
      Heartbeat: heartbeat({ url_file: `${secrets}/heartbeat-url` }),
    },
    // Part of the two minutes within which an outage is to be paged; enough for the regions of one service to gather.
    groupWait: '10s',
    groupInterval: '1m',
    repeatInterval: '4h',
    heartbeatInterval: '1m',
  };
}

/** Where the stand-ins of the reference platform listen. */
export interface BedEndpoints {
  /** URL that takes PagerDuty Events v2. */
  pagerduty: string;
  /** URL of the Slack webhook. */
  slack: string;
  /** `host:port`, without TLS or authentication. */
  smtp: string;
  /** URL that is told that alerting works. */
  heartbeat: string;
}

/** Of the reference platform: the same routes, stand-ins instead of vendors, and no waiting. */
export function bedDelivery(endpoints: BedEndpoints): Delivery {
  const mail = { to: 'on-call@attest.test', from: 'alertmanager@attest.test', smarthost: endpoints.smtp };
  return {
    receivers: {
      // Not a secret: the stand-in takes any key.
      PagerDuty: pagerDuty({ url: endpoints.pagerduty, routing_key: 'reference' }),
      Slack: slack({ api_url: endpoints.slack, channel: '#alerts' }),
      Email: email(mail, { hello: 'localhost', require_tls: false }),
      Heartbeat: heartbeat({ url: endpoints.heartbeat }),
    },
    groupWait: '1s',
    groupInterval: '5s',
    repeatInterval: '1h',
    heartbeatInterval: '5s',
  };
}
