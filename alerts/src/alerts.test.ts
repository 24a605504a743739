import type { Platform } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { bedAlertmanager, generate } from './generate.js';

const rules = [
  {
    name: 'high_error_rate',
    indicator: 'error_rate',
    op: '>',
    threshold: 0.05,
    unit: 'ratio',
    severity: 'critical',
  },
  {
    name: 'high_latency',
    indicator: 'p99_latency',
    op: '>',
    threshold: 1000,
    unit: 'ms',
    severity: 'warning',
  },
];
const shop = {
  services: [{ id: 'shop-api' }, { id: 'admin-api' }],
  regions: [{ id: 'one' }],
  monitoring: {
    rules,
    routes: {
      critical: { provider: 'PagerDuty' },
      warning: { provider: 'Slack' },
      info: { provider: 'Slack' },
    },
    section: 'Monitoring',
  },
} as unknown as Platform;

interface Route {
  receiver: string;
  matchers?: string[];
  routes?: Route[];
}

/** The first route whose matchers all hold, or the parent: how Alertmanager decides, written down once more. */
function receiverOf(route: Route, labels: Record<string, string>): string {
  const child = route.routes?.find((it) =>
    (it.matchers ?? []).every((matcher) => {
      const [, label = '', value] = /^(\w+)="(.*)"$/.exec(matcher) ?? [];
      return labels[label] === value;
    }),
  );
  return child ? receiverOf(child, labels) : route.receiver;
}

const artefacts = generate(shop, { environment: 'staging' });
const contentOf = (end: string): string => artefacts.find(({ path }) => path.endsWith(end))?.content ?? '';
const ruleFile = () => parse(contentOf('prometheus/alerts.yml'));
const alertmanager = () => parse(contentOf('alertmanager.yml'));

describe('generated files', () => {
  it('are the same every time, for one environment', () => {
    expect(generate(shop, { environment: 'staging' })).toEqual(artefacts);
    expect(artefacts.map(({ path }) => path)).toEqual([
      'generated/staging/prometheus/alerts.yml',
      'generated/staging/prometheus/tests/alerts.yml',
      'generated/staging/alertmanager/alertmanager.yml',
    ]);
    expect(contentOf('prometheus/alerts.yml')).not.toContain('production');
  });
});

describe('alert rules', () => {
  const alerts = () =>
    ruleFile().groups.flatMap((group: { rules: { alert?: string }[] }) =>
      group.rules.filter((rule) => rule.alert),
    );

  it('exist once for every rule and service, besides the Watchdog', () => {
    expect(alerts().map((rule: { alert: string }) => rule.alert)).toEqual([
      'high_error_rate',
      'high_latency',
      'high_error_rate',
      'high_latency',
      'Watchdog',
    ]);
  });

  it('all say what is wrong, where to read on, and how grave it is', () => {
    for (const rule of alerts()) {
      expect(rule.labels.severity).toMatch(/^(critical|warning|info|none)$/);
      for (const key of ['summary', 'description', 'runbook_url', 'dashboard_url'])
        expect(rule.annotations[key]).toMatch(/\S/);
    }
  });

  it('record a figure before they use it', () => {
    for (const group of ruleFile().groups) {
      const recorded = new Set<string>();
      for (const rule of group.rules) {
        for (const [name] of rule.expr.matchAll(/service_region:\w+:\w+/g)) expect(recorded).toContain(name);
        if (rule.record) recorded.add(rule.record);
      }
    }
  });

  it('link where they are told to', () => {
    const links = { runbooks: 'https://runbooks.shop.test', dashboards: 'https://grafana.shop.test' };
    const [file] = generate(shop, { environment: 'staging', links });
    expect(file?.content).toContain('https://runbooks.shop.test/high_error_rate');
    expect(file?.content).not.toContain('example.com');
  });
});

describe('routes', () => {
  const endpoints = {
    pagerduty: 'http://127.0.0.1:1/p',
    slack: 'http://127.0.0.1:2/s',
    smtp: '127.0.0.1:3',
    heartbeat: 'http://127.0.0.1:4/h',
  };

  it.each([
    ['real', () => alertmanager()],
    ['bed', () => parse(bedAlertmanager(shop, endpoints))],
  ])('lead where the catalog says, on the %s platform', (_name, config) => {
    const { route, receivers } = config();
    const to = (labels: Record<string, string>) => receiverOf(route, labels);
    expect(to({ severity: 'critical' })).toBe('pagerduty');
    expect(to({ severity: 'warning' })).toBe('slack');
    expect(to({ severity: 'info' })).toBe('slack');
    expect(to({ severity: 'none', alertname: 'Watchdog' })).toBe('heartbeat');
    expect(to({ severity: 'new' })).toBe('pagerduty');
    expect(to({})).toBe('pagerduty');
    expect(receivers.map(({ name }: { name: string }) => name)).toEqual(['pagerduty', 'slack', 'heartbeat']);
  });

  it('take secrets from files only', () => {
    const content = contentOf('alertmanager.yml');
    expect(content).not.toMatch(/^\s*(- )?(routing_key|service_key|api_url|url|auth_password):/m);
    expect(content).toMatch(/routing_key_file:[\s\S]*api_url_file:[\s\S]*url_file:/);
  });

  it('group by what belongs to one promise of one service', () => {
    expect(alertmanager().route.group_by).toEqual(['environment', 'service', 'alertname']);
  });
});
