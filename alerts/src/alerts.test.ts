import { contract, external } from '@attest/instrumentation/contract';
import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { twoServices } from '../../test/fixtures/two-services.js';
import { type AlertKind, alertKinds, alertsOf, bedAlertmanager, generate } from './index.js';
import type { LoadedRule } from './testing/loaded-rule.js';

const platforms = [
  ['the catalog that ships', arborKumori],
  ['another platform', twoServices],
] as const;
const environment = 'production';
const contentsOf = (files: readonly { path: string; content: string }[], part: RegExp): string[] =>
  files.filter(({ path }) => part.test(path)).map(({ content }) => content);

describe.each(platforms)('the alerts of %s', (_name, platform) => {
  const files = generate(platform, { environment });
  const rules: LoadedRule[] = contentsOf(files, /\/prometheus\/[^/]+$/).flatMap((content) =>
    parse(content).groups.flatMap((group: { rules: LoadedRule[] }) => group.rules),
  );
  const alerts = rules.filter(({ alert }) => alert !== undefined);

  it('are the same every time, and of one environment', () => {
    expect(generate(platform, { environment })).toEqual(files);
    const staging = generate(platform, { environment: 'staging' });
    for (const content of contentsOf(staging, /prometheus|kubernetes\/rules/))
      expect(content).not.toContain('environment="production"');
  });

  it('carry a severity, what they are about, what to read and where to look', () => {
    for (const { alert, labels, annotations } of alerts) {
      expect(labels.severity).toMatch(/^(critical|warning|info|none)$/);
      expect(labels.promise).toMatch(/^[a-z-]+$/);
      for (const key of ['summary', 'description', 'runbook_url', 'dashboard_url'])
        expect(`${alert} ${annotations[key]}`).toMatch(/ \S/);
      expect(annotations.runbook_url).toMatch(new RegExp(`/${alert}$`));
      // What is read on a lock screen.
      expect(annotations.summary!.replaceAll(/{{.*?}}/g, '12.34%').length).toBeLessThanOrEqual(110);
    }
  });

  it('say service and region, by themselves or by the series that fires', () => {
    for (const { alert, expr, labels } of alerts)
      for (const label of ['service', 'region'] as const)
        expect(
          `${alert} ${labels[label] ?? (expr.includes(label) || /\bup\b/.test(expr) ? 'from the series' : '')}`,
        ).toMatch(/ \S/);
  });

  it('all have cases in which they fire, and in which they do not', () => {
    for (const { name, cases } of alertsOf(platform, { environment })) {
      const counts = cases.flatMap(({ expectations }) => expectations.map(({ firing }) => firing));
      expect([name, counts.some((count) => count > 0)]).toEqual([name, true]);
      if (name !== 'Watchdog') expect([name, counts.includes(0)]).toEqual([name, true]);
      expect(
        cases.some(({ expectations }) => expectations.some(({ exactly }) => exactly !== undefined)),
      ).toBe(true);
    }
  });

  it('read only what is in the contract, or what they say of other programs', () => {
    const known = new Set([...Object.keys(contract), ...Object.keys(external)]);
    for (const { name, metrics } of alertsOf(platform, { environment }))
      for (const metric of metrics) expect([name, known.has(metric)]).toEqual([name, true]);
  });

  it('have an identity of their own each', () => {
    const ids = rules.map(({ alert, record, labels }) => JSON.stringify([alert ?? record, labels]));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});

describe('kinds of alerts', () => {
  it('are all in use by the catalog that ships, except for what it does not count itself', () => {
    const used = new Set(alertsOf(arborKumori, { environment }).map(({ kind }) => kind));
    expect((Object.keys(alertKinds) as AlertKind[]).filter((kind) => !used.has(kind))).toEqual([
      'ratio_burn',
    ]);
  });

  it('carry the name of the kind, but for the architecture’s own rules and the Watchdog', () => {
    for (const { kind, name } of alertsOf(twoServices, { environment }))
      if (name !== kind) expect(['too_many_errors', 'slow', 'Watchdog']).toContain(name);
  });

  it('page for the promises that the catalog says must wake somebody, and for nothing that can wait', () => {
    const critical = new Set(
      alertsOf(arborKumori, { environment }).flatMap(({ severity, promise }) =>
        severity === 'critical' ? [promise] : [],
      ),
    );
    expect([...critical].sort()).toEqual([
      'alerting',
      'availability',
      'certificates',
      'data-loss',
      'database-availability',
      'failover',
      'queue-age',
    ]);
  });
});

describe('links', () => {
  it('lead where they are told to', () => {
    const links = { runbooks: 'https://runbooks.shop.test', dashboards: 'https://grafana.shop.test' };
    const files = generate(arborKumori, { environment, links });
    const all = contentsOf(files, /prometheus\/[^/]+$/).join('');
    expect(all).toContain('https://runbooks.shop.test/high_error_rate');
    expect(all).not.toContain('example.com');
  });
});

describe('the configuration of Alertmanager', () => {
  const file = contentsOf(generate(arborKumori, { environment }), /alertmanager\.yml$/)[0] ?? '';
  const config = parse(file);

  it('takes secrets from files only', () => {
    expect(file).not.toMatch(/^\s*(- )?(routing_key|service_key|api_url|url|auth_password):/m);
    expect(file).toMatch(/routing_key_file:[\s\S]*api_url_file:[\s\S]*auth_password_file:[\s\S]*url_file:/);
  });

  it('groups by what belongs to one promise of one service', () => {
    expect(config.route.group_by).toEqual(['cluster', 'environment', 'service', 'promise']);
  });

  it('lets warnings wait for the end of the maintenance window, never what is critical, and only where the catalog has one', () => {
    const muted = config.route.routes.map((route: { matchers: string[]; mute_time_intervals?: string[] }) => [
      route.matchers[0],
      route.mute_time_intervals ?? [],
    ]);
    expect(muted).toEqual([
      ['alertname="Watchdog"', []],
      ['severity="critical"', []],
      ['severity="warning"', ['maintenance']],
      ['severity="info"', ['maintenance']],
    ]);
    expect(config.time_intervals[0].time_intervals[0]).toEqual({
      weekdays: ['sunday'],
      times: [{ start_time: '02:00', end_time: '04:00' }],
      location: 'UTC',
    });
    expect(
      contentsOf(generate(arborKumori, { environment: 'staging' }), /alertmanager\.yml$/)[0],
    ).not.toContain('maintenance');
  });

  it('refuses receivers that would tell nobody, all at once', () => {
    const mail = { to: ' ', from: 'a@shop.test', smarthost: '', username: 'a' };
    expect(() => generate(arborKumori, { environment, mail })).toThrow(
      /Email: to is not given\n {2}Email: smarthost is not given/,
    );
    expect(() =>
      bedAlertmanager(arborKumori, { pagerduty: '', slack: '', smtp: 'a:1', heartbeat: '' }),
    ).toThrow(/Slack: api_url_file or api_url[\s\S]*Heartbeat: url_file or url/);
  });
});
