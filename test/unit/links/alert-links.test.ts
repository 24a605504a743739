import { generate as generateAlerts } from '@attest/alerts';
import { generate as generateDashboards } from '@attest/dashboards';
import { arborKumori } from '@attest/platform';
import { runbooks } from '@attest/runbooks';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { twoServices } from '../../fixtures/two-services.js';

const environment = 'production';
const platforms = [
  ['the catalog that ships', arborKumori],
  ['another platform', twoServices],
] as const;

interface Rule {
  readonly alert?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}
interface Dashboard {
  readonly uid: string;
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

describe.each(platforms)('the links of every alert of %s', (_name, platform) => {
  const alerts = generateAlerts(platform, { environment })
    .filter(({ path }) => /\/prometheus\/[^/]+\.yml$/.test(path))
    .flatMap(({ content }) => (parse(content) as { groups: { rules: Rule[] }[] }).groups)
    .flatMap(({ rules }) => rules.filter(({ alert }) => alert !== undefined));
  const dashboards = new Map(
    generateDashboards(platform, { environment })
      .filter(({ path }) => /\/grafana\/dashboards\/[^/]+\.json$/.test(path))
      .map(({ content }) => JSON.parse(content) as Dashboard)
      .map((dashboard) => [dashboard.uid, dashboard.templating.list.map(({ name }) => name)]),
  );
  const pages = new Set<string>(runbooks(platform, { environment }).map(({ name }) => name));

  it('lead to a runbook that is there', () => {
    expect(alerts.length).toBeGreaterThan(20);
    const lost = alerts.filter(
      ({ annotations }) => !pages.has(annotations?.runbook_url?.split('/').at(-1) ?? ''),
    );
    expect(lost.map(({ alert }) => alert)).toEqual([]);
  });

  it('lead to a dashboard that is there, with variables that it has', () => {
    const problems = alerts.flatMap(({ alert, annotations }) => {
      // What Prometheus fills in is a value, and no part of the address.
      const url = new URL((annotations?.dashboard_url ?? '').replaceAll(/{{.*?}}/g, 'x'));
      const uid = url.pathname.split('/').at(-1) ?? '';
      const variables = dashboards.get(uid);
      if (variables === undefined) return [`${alert}: no dashboard ${uid}`];
      return [...url.searchParams.keys()]
        .filter((key) => !variables.includes(key.replace(/^var-/, '')))
        .map((key) => `${alert}: ${uid} has no variable ${key}`);
    });
    expect(problems).toEqual([]);
  });
});
