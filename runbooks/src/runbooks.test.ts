import { alertKinds, alertsOf } from '@attest/alerts';
import { checkQuery, dashboardNames, dashboards, knownSeries } from '@attest/dashboards';
import { contract } from '@attest/instrumentation/contract';
import { arborKumori, type Platform } from '@attest/platform';
import { recordedNames } from '@attest/slo';
import { describe, expect, it } from 'vitest';
import { twoServices } from '../../test/fixtures/two-services.js';
import { generate } from './generate.js';
import { alertRunbooks } from './kinds/index.js';
import { procedures } from './procedures/index.js';
import { runbooks } from './runbooks.js';

const environment = 'production';
const experiments = [{ name: 'region-loss', title: 'A region is lost', hypothesis: 'Nothing is lost.' }];
const options = { environment, experiments };
const known = knownSeries(
  contract,
  new Map(recordedNames.map((name) => [name, ['environment', 'service', 'region', 'objective']])),
);

it('there is one for every kind of alert', () => {
  expect(Object.keys(alertRunbooks).sort()).toEqual(Object.keys(alertKinds).sort());
});

it('there is one for every step of a failover, every manual trigger, and what is done by hand', () => {
  const names = Object.keys(procedures);
  for (const step of arborKumori.failover.steps) expect(names).toContain(`failover_${step}`);
  for (const trigger of arborKumori.failover.manual) expect(names).toContain(trigger);
  expect(names).toEqual(
    expect.arrayContaining(['canary_rollback', 'restore_from_backup', 'secret_rotation']),
  );
});

describe.each([
  ['the platform that ships', arborKumori],
  ['another platform', twoServices],
])('the runbooks of %s', (_name, platform: Platform) => {
  const all = runbooks(platform, options);
  const files = generate(platform, options);
  const names = all.map(({ name }) => name);

  it('are the same every time, each once', () => {
    expect(generate(platform, options)).toEqual(files);
    expect(new Set(names).size).toBe(names.length);
  });

  it('lie where the alerts say', () => {
    for (const { name } of alertsOf(platform, { environment }))
      expect(files.map(({ path }) => path)).toContain(`generated/runbooks/${name}.md`);
  });

  it('beside a dashboard that is there', () => {
    for (const { dashboard } of alertsOf(platform, { environment }))
      expect(dashboardNames).toContain(dashboard);
  });

  it('and where the panels say', () => {
    const linked = dashboards(platform, 'production').flatMap(({ rows }) =>
      rows.flatMap(({ panels }) => panels.flatMap(({ runbook }) => runbook ?? [])),
    );
    // A panel may be about something for which this platform has no alert.
    const missing = linked.filter((name) => !names.includes(name));
    expect(missing.filter((name) => platform === arborKumori || !Object.hasOwn(alertKinds, name))).toEqual(
      [],
    );
  });

  it.each(all.map((each) => [each.name, each] as const))(
    '%s says at least three things to look at, and something to do',
    (_, runbook) => {
      expect(runbook.checks.length).toBeGreaterThanOrEqual(3);
      expect(runbook.mitigations.length).toBeGreaterThanOrEqual(1);
      for (const { question, expect: expected, otherwise } of runbook.checks) {
        expect(question).toMatch(/\?$/);
        expect(expected).toMatch(/\.$/);
        expect(otherwise).toMatch(/\.$/);
      }
      for (const { how, undo, blastRadius } of runbook.mitigations) {
        expect(how.length).toBeGreaterThan(0);
        expect(`${undo}${blastRadius}`).toMatch(/\S/);
      }
      expect(runbook.symptoms.length).toBeGreaterThan(0);
      // The page is in somebody's hands at night: nothing is left for the reader to fill in but shell variables.
      expect(JSON.stringify(runbook)).not.toMatch(/TODO|<[a-z ]+>|undefined|NaN/);
    },
  );

  it.each(all.map((each) => [each.name, each] as const))(
    '%s asks only for what there is',
    (_, { checks, recovered }) => {
      const queries = [...checks.map(({ look }) => look), recovered].flatMap((look) =>
        look.kind === 'query' ? [look] : [],
      );
      for (const { promql } of queries) expect(checkQuery(promql, known)).toEqual([]);
    },
  );

  it('never send their reader to themselves', () => {
    for (const { name, checks } of all)
      for (const { expect: expected, otherwise } of checks)
        expect([name, `${expected} ${otherwise}`]).not.toEqual([
          name,
          expect.stringMatching(new RegExp(`[Ff]ollow ${name}\\b`)),
        ]);
  });

  it('leave reversible things for last only where nothing is reversible', () => {
    for (const { name, mitigations } of all) {
      const order = mitigations.map(({ isReversible }) => isReversible);
      const firstFinal = order.indexOf(false);
      if (firstFinal === -1 || !order.includes(true)) continue;
      // Keeping evidence, undoing and stopping may come later; a smaller thing that can be undone is always offered before.
      expect([
        name,
        order[0] ||
          name === 'security_incident' ||
          name.startsWith('database_') ||
          name.startsWith('failover_'),
      ]).toEqual([name, true]);
    }
  });

  it.each(files)('$path has no dead link', ({ content }) => {
    const links = [...content.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      if (link.endsWith('.md')) expect(files.map(({ path }) => path)).toContain(`generated/runbooks/${link}`);
      else expect(link).toMatch(/^https:\/\/grafana\.example\.com\/d\/[a-z_]+$/);
    }
  });

  it('have every part in its place', () => {
    for (const { path, content } of files) {
      if (path.endsWith('README.md')) continue;
      const headings = [...content.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect(headings.slice(0, 9)).toEqual([
        'Meaning',
        'Impact',
        'First five minutes',
        'Mitigate',
        'Escalate',
        'Verify recovered',
        'False positives',
        'Links',
        'Last drill',
      ]);
    }
  });

  it('are found by alert, by symptom and by service', () => {
    const index = files.at(-1)?.content ?? '';
    for (const name of names) expect(index).toContain(`(${name}.md)`);
    for (const heading of ['By alert', 'By symptom', 'By service', 'By hand', 'Game days'])
      expect(index).toContain(`## ${heading}`);
    for (const { id } of platform.services) expect(index).toContain(`**${id}**`);
  });
});
