import type { Delivery } from './delivery.js';
import { byName, type Texts } from './message.js';

export interface MailAddresses {
  to: string;
  from: string;
  /** Host and port. */
  smarthost: string;
}

const pagerDuty = (how: object, texts: Texts = byName): object => ({
  pagerduty_configs: [
    {
      ...how,
      send_resolved: true,
      severity: texts.pagerDutySeverity,
      description: texts.title,
      class: '{{ .CommonLabels.alertname }}',
      component: '{{ .CommonLabels.service }}',
      group: '{{ .CommonLabels.promise }}',
      details: { text: texts.text },
      links: [
        { href: texts.runbook, text: 'Runbook' },
        { href: texts.dashboard, text: 'Dashboard' },
      ],
    },
  ],
});

export const slack = (how: object, texts: Texts = byName): object => ({
  slack_configs: [
    {
      ...how,
      send_resolved: true,
      color: texts.colour,
      title: texts.title,
      title_link: texts.runbook,
      fallback: texts.title,
      text: `${texts.text}<${texts.runbook}|Runbook> · <${texts.dashboard}|Dashboard>`,
    },
  ],
});

export const email = (mail: MailAddresses, how: object, texts: Texts = byName): object => ({
  email_configs: [
    {
      to: mail.to,
      from: mail.from,
      smarthost: mail.smarthost,
      ...how,
      send_resolved: true,
      headers: { Subject: texts.title },
      text: `${texts.text}\nRunbook: ${texts.runbook}\nDashboard: ${texts.dashboard}\n`,
      html: texts.html,
    },
  ],
});

export const heartbeat = (how: object): object => ({ webhook_configs: [{ ...how, send_resolved: false }] });

/** Of a real platform. `secrets`: the directory that holds the files. */
export function productionDelivery(
  secrets: string,
  mail: MailAddresses & { username: string },
  groupWaitSeconds: number,
): Delivery {
  return {
    receivers: {
      PagerDuty: pagerDuty({ routing_key_file: `${secrets}/pagerduty-routing-key` }),
      Slack: slack({ api_url_file: `${secrets}/slack-webhook-url` }),
      Email: email(mail, { auth_username: mail.username, auth_password_file: `${secrets}/smtp-password` }),
      Heartbeat: heartbeat({ url_file: `${secrets}/heartbeat-url` }),
    },
    // Part of the time within which an outage is to be paged; enough for the regions of one service to gather.
    groupWait: `${groupWaitSeconds}s`,
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
