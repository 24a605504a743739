import { basename } from 'node:path';
import { alertsOf, generate } from '@attest/alerts';
import { arborKumori as platform } from '@attest/platform';
import { runbooks } from '@attest/runbooks';
import { describe, expect, it } from 'vitest';
import { lacking } from '../../e2e/alerts/fired/ask-runbook.js';
import { judge, type Seen } from '../../e2e/alerts/fired/judge.js';
import { finds, readsOf, recordingsOf, rulesIn, seriesIn } from '../../e2e/alerts/fired/reads.js';
import { runbookTells } from '../../e2e/alerts/fired/runbook-tells.js';
import { nameOf, type Scenario, scenarioOf } from '../../e2e/alerts/fired/scenario.js';
import { reader } from '../../e2e/alerts/fired/signal.js';
import { wantedOf } from '../../e2e/alerts/fired/wanted.js';
import { worldsOf } from '../../e2e/alerts/fired/worlds.js';

const environment = 'production';
const alerts = alertsOf(platform, { environment });
const recordings = new Map(
  generate(platform, { environment })
    .filter(({ path }) => /\/prometheus\/[^/]+$/.test(path))
    .map(({ path, content }) => [basename(path, '.yml'), recordingsOf(rulesIn(content))]),
);
const scenarios = alerts.map((alert) => scenarioOf(alert, environment));
const recordingsFor = ({ alert: { file } }: Scenario) => recordings.get(file) ?? new Map();
const reads = (scenario: Scenario) => readsOf(scenario.alert, recordingsFor(scenario));
const byName = (name: string): Scenario => {
  const found = scenarios.find(({ alert }) => alert.name === name);
  if (found === undefined) throw new Error(`no alert ${name}`);
  return found;
};

describe('a signal', () => {
  const of = (values: string, firesAtSeconds = 60) =>
    reader({ series: 'a{}', values, intervalSeconds: 10, firesAtSeconds });
  it.each([
    ['a counter between two readings', '0+5x9', 25, 12.5],
    ['a gauge between two readings', '3x2 7x9', 25, 3],
    ['a gauge at its step', '3x2 7x9', 30, 7],
    ['a counter that falls', '10-0.5x9', 20, 9],
    ['small steps', '0+1e-7x9', 10, 1e-7],
    ['what is not scraped', '1x1 _x3 1x9', 30, undefined],
    ['a counter after the moment of firing', '0+5x6 0x9', 100, 50],
    ['a gauge after the moment of firing, whatever the test does next', '0x6 9x9', 100, 0],
    ['what has ended', '1x3', 50, undefined],
  ])('reads %s', (_what, values, seconds, value) => {
    expect(of(values)(seconds)).toBe(value);
  });

  it('refuses what is no notation', () => {
    expect(() => of('1xx')).toThrow(/«1xx» is no series of values/);
  });
});

describe('the worlds', () => {
  const worlds = worldsOf(scenarios, reads);

  it('hold every alert once, and are few', () => {
    expect(worlds.flat().map(nameOf).sort()).toEqual(scenarios.map(nameOf).sort());
    expect(new Set(scenarios.map(nameOf)).size).toBe(scenarios.length);
    expect(worlds.length).toBeLessThanOrEqual(14);
  });

  it('scrape nothing for one alert that another reads', () => {
    const disturbed = worlds.flatMap((world) => {
      const scraped = new Map(
        world.flatMap(({ signals }) => signals.map((one) => [one.series, seriesIn(one.series)])),
      );
      return world.flatMap((scenario) => {
        const own = new Set(scenario.signals.map(({ series }) => series));
        const selectors = reads(scenario);
        return [...scraped]
          .filter(
            ([written, series]) => !own.has(written) && selectors.some((selector) => finds(selector, series)),
          )
          .map(([written]) => `${nameOf(scenario)} reads ${written}`);
      });
    });
    expect(disturbed).toEqual([]);
  });
});

describe('what runbooks tell', () => {
  const pages = new Map(runbooks(platform, { environment }).map((runbook) => [runbook.name, runbook]));
  const queriesOf = ({ alert: { name } }: Scenario) => {
    const page = pages.get(name);
    return [
      ...(page?.checks ?? []),
      ...(page ? [{ question: 'recovered', look: page.recovered }] : []),
    ].flatMap(({ question, look }) => (look.kind === 'query' ? [{ question, promql: look.promql }] : []));
  };
  const kinds = [...new Set(alerts.map(({ kind }) => kind))];

  it.each(kinds)('is shown by a query whose series the case of %s has, unless it is said why not', (kind) => {
    const tell = runbookTells[kind];
    const its = scenarios.filter(({ alert }) => alert.kind === kind);
    const answerable = its.flatMap((scenario) =>
      queriesOf(scenario)
        .filter(({ promql }) => lacking(promql, scenario, recordingsFor(scenario)).length === 0)
        .map(({ question }) => question),
    );
    if ('asks' in tell) {
      const { asks } = tell;
      expect(answerable).toContainEqual(asks === 'recovered' ? asks : expect.stringMatching(asks));
    } else if ('untold' in tell) expect(answerable).toEqual([]);
    else
      for (const { alert } of its)
        expect(pages.get(alert.name)?.checks).toContainEqual(
          expect.objectContaining({
            question: expect.stringMatching(tell.runs),
            look: expect.objectContaining({ kind: 'command' }),
          }),
        );
  });
});

describe('the judge', () => {
  const scenario = byName('service_down');
  const wanted = wantedOf(platform, scenario);
  const annotations = {
    summary: `${scenario.labels.service}: no region answers the health checks of the edge`,
    description:
      'Every origin has failed its checks for at least 30 s. Whoever asks for it now gets an error, however few ask.',
    runbook_url: 'https://runbooks.example.com/service_down',
    dashboard_url: `https://grafana.example.com/d/service_health?var-service=${scenario.labels.service}&var-region=$__all`,
  };
  const line = (value: number) => ({
    question: 'Does the edge still reach the servers?',
    lacks: [],
    samples: [{ labels: { service: scenario.labels.service ?? '', origin: 'somewhere' }, value }],
  });
  const told = [{ receiver: 'pagerduty', labels: scenario.labels, annotations }];
  const good: Seen = {
    isFiring: true,
    told,
    isInhibited: false,
    messages: [`• ${annotations.summary}\n${annotations.description}\n`],
    lost: [],
    asked: [line(0)],
  };

  it('finds nothing wrong with what is as it should be', () => {
    expect(judge(scenario, wanted, good)).toEqual([]);
  });

  it.each<[string, Partial<Seen>, RegExp]>([
    ['does not fire', { isFiring: false, told: [] }, /^does not fire$/],
    ['is told to nobody', { told: [] }, /^fires, and pagerduty is not told$/],
    [
      'is told to somebody else',
      { told: [{ receiver: 'slack', labels: scenario.labels, annotations }] },
      /^tells slack, not pagerduty$/,
    ],
    [
      'is told to somebody else as well',
      { told: [...told, { receiver: 'email', labels: scenario.labels, annotations }] },
      /^tells email, not pagerduty$/,
    ],
    [
      'has no runbook',
      {
        told: [
          {
            receiver: 'pagerduty',
            labels: scenario.labels,
            annotations: { ...annotations, runbook_url: '' },
          },
        ],
      },
      /^runbook_url is «», not /,
    ],
    ['is in no message', { messages: ['something else'] }, /^no message to pagerduty says /],
    [
      'has a link that leads nowhere',
      { lost: ['https://runbooks.example.com/x'] },
      /^leads nowhere: https:\/\/runbooks.example.com\/x$/,
    ],
    ['has a runbook that shows the contrary', { asked: [line(1)] }, /does not show it: .* 1$/],
    ['has a runbook that shows no number', { asked: [line(Number.NaN)] }, /answers nothing/],
    ['has a runbook that asks nothing of it', { asked: [] }, /has no check/],
  ])('says so of an alert that %s', (_what, change, problem) => {
    expect(judge(scenario, wanted, { ...good, ...change }).join('\n')).toMatch(problem);
  });

  it('refuses a figure that is none', () => {
    const breach = byName('high_error_rate');
    const { annotations: patterns } = wantedOf(platform, breach);
    const summary = (figure: string) =>
      `${breach.labels.service} in somewhere: ${figure} of the requests fail`;
    expect(summary('5.05%')).toMatch(patterns.summary);
    expect(summary('NaN%')).not.toMatch(patterns.summary);
    expect(summary('%!f(string=x)')).not.toMatch(patterns.summary);
  });

  it('wants what a graver alert silences to be told to nobody', () => {
    const silenced = scenarios.find(({ isInhibited }) => isInhibited);
    if (silenced === undefined) throw new Error('nothing is silenced');
    const { labels } = silenced;
    const quiet: Seen = { ...good, told: [], isInhibited: true, messages: [], asked: [] };
    const of = (seen: Seen) => judge(silenced, wantedOf(platform, silenced), seen).join('\n');
    expect(of(quiet)).not.toMatch(/silence|tells/);
    expect(of({ ...quiet, isInhibited: false })).toMatch(/is not silenced/);
    expect(of({ ...quiet, told: [{ receiver: 'email', labels, annotations }] })).toMatch(/tells email/);
  });
});
