import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generate } from './generate.js';
import { prometheusRule } from './kubernetes.js';

const files = generate(arborKumori, { environment: 'production' });
const contentOf = (end: string) => parse(files.find(({ path }) => path.endsWith(end))?.content ?? '');

describe('objects for prometheus-operator', () => {
  it('hold the same rules as the plain files, one object each', () => {
    const plain = files.filter(({ path }) => /\/prometheus\/[^/]+$/.test(path));
    for (const { path, content } of plain) {
      const name = path.replace(/^.*\//, '');
      const object = contentOf(`kubernetes/rules/${name}`);
      expect(object).toMatchObject({
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: `attest-arbor-kumori-${name.replace('.yml', '')}` },
      });
      expect(object.spec.groups).toEqual(parse(content).groups);
    }
  });

  it('are refused when they are none', () => {
    const bad = [{ name: 'g', interval: 'soon', rules: [] }];
    expect(() => prometheusRule(arborKumori, 'x', bad)).toThrow(/interval/);
  });

  it('lead alerts where the plain configuration leads them', () => {
    const object = contentOf('kubernetes/alertmanager-config.yml');
    const plain = contentOf('alertmanager/alertmanager.yml');
    expect(object).toMatchObject({
      apiVersion: 'monitoring.coreos.com/v1alpha1',
      kind: 'AlertmanagerConfig',
    });
    const { route, receivers, inhibitRules, muteTimeIntervals } = object.spec;
    expect(route.receiver).toBe(plain.route.receiver);
    expect(
      route.routes.map(({ receiver, matchers, muteTimeIntervals: muted }: typeof route) => [
        receiver,
        matchers.map(
          (one: { name: string; matchType: string; value: string }) =>
            `${one.name}${one.matchType}"${one.value}"`,
        ),
        muted,
      ]),
    ).toEqual(
      plain.route.routes.map(
        (one: { receiver: string; matchers: string[]; mute_time_intervals?: string[] }) => [
          one.receiver,
          one.matchers,
          one.mute_time_intervals,
        ],
      ),
    );
    expect(receivers.map(({ name }: { name: string }) => name)).toEqual(
      plain.receivers.map(({ name }: { name: string }) => name),
    );
    expect(inhibitRules).toHaveLength(plain.inhibit_rules.length);
    expect(muteTimeIntervals[0].name).toBe(plain.time_intervals[0].name);
  });

  it('name secrets and hold none', () => {
    const text = JSON.stringify(contentOf('kubernetes/alertmanager-config.yml'));
    expect([...text.matchAll(/"name":"attest-alertmanager","key":"([^"]+)"/g)].map(([, key]) => key)).toEqual(
      ['pagerduty-routing-key', 'slack-webhook-url', 'smtp-password', 'heartbeat-url'],
    );
  });
});
