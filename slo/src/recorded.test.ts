import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { burnRates } from './burn-rates.js';
import { ceilingIndicators } from './ceiling-indicators.js';
import { compile } from './compile.js';
import type { Window } from './duration.js';
import { quote, select } from './promql.js';
import { isFast, recordedNames, recordingRules, slowWindows } from './recorded.js';

const { objectives } = compile(arborKumori);
const rulesOf = (objective: (typeof objectives)[number]) => {
  const { fast, slow } = recordingRules(arborKumori, objective, 'production');
  return [...fast, ...slow];
};

describe('what is recorded for an objective', () => {
  it.each(objectives.map((objective) => [objective.id, objective] as const))('%s', (id, objective) => {
    const rules = rulesOf(objective);
    expect(rules.map(({ record }) => record)).toEqual(recordedNames);
    // Each rule is one series: it is aggregated down to labels that the objective fixes.
    expect(rules.length).toBeLessThanOrEqual(20);
    const recorded = new Set<string>();
    for (const { record, expr, labels } of rules) {
      expect(labels).toMatchObject({ objective: id, service: objective.service, region: objective.region });
      expect(expr).not.toMatch(/(rate|increase)\(\s*sum/);
      for (const [name] of expr.matchAll(/slo(_sampled)?:\w+:\w+/g))
        expect([...recorded, record]).toContain(name);
      if (/ \/ \(/.test(expr)) expect(expr).toMatch(/ > 0\)$/);
      recorded.add(record);
    }
  });

  it('covers the windows of every burn rate', () => {
    const windows = burnRates.flatMap(({ long, short }): Window[] => [long, short]);
    const isSlow = (window: Window) => slowWindows.some((slow) => slow === window);
    expect(windows.filter((window) => !isFast(window) && !isSlow(window))).toEqual([]);
  });

  it('follows a service that has other metric names', () => {
    const [service] = arborKumori.services;
    const metricMap = { edge_request_duration_seconds: 'cdn_request_seconds' };
    const platform = { ...arborKumori, services: [{ ...service!, metricMap }] };
    const [objective] = compile(arborKumori).objectives;
    const [events] = recordingRules(platform, objective!, 'production').fast;
    expect(events?.expr).toContain('rate(cdn_request_seconds_count{');
  });
});

describe('the indicators of ceilings', () => {
  const selection = { service: 'shop-api', environment: 'production' };

  it('take the rate before the sum', () => {
    for (const { value } of Object.values(ceilingIndicators)) {
      const expression = value(selection);
      expect(expression).toMatch(/sum by \([a-z, ]+\) \((rate|increase)\(/);
      expect(expression).not.toMatch(/(rate|increase)\(\s*sum/);
    }
  });

  it('look no further back than they say', () => {
    for (const { value, events, windowMinutes } of Object.values(ceilingIndicators))
      for (const [, minutes] of `${value(selection)}${events(selection)}`.matchAll(/\[(\d+)m\]/g))
        expect(Number(minutes)).toBe(windowMinutes);
  });
});

describe('selectors', () => {
  it('quote what comes from the catalog', () => {
    expect(quote('a"b\\c')).toBe('"a\\"b\\\\c"');
    expect(select('m', { a: 'b', c: '=~5..', d: '!~x', e: '!=', f: '' })).toBe(
      'm{a="b",c=~"5..",d!~"x",e!="",f=""}',
    );
  });
});
