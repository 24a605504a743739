import type { Platform } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { indicators } from './indicators.js';
import { objectives } from './objective.js';
import { quote } from './promql.js';
import { SloError } from './slo-error.js';

const rule = {
  name: 'high_error_rate',
  indicator: 'error_rate',
  op: '>',
  threshold: 0.05,
  unit: 'ratio',
  severity: 'critical',
} as const;
const latency = {
  ...rule,
  name: 'high_latency',
  indicator: 'p99_latency',
  threshold: 1000,
  unit: 'ms',
} as const;

const shop = (...rules: object[]): Platform =>
  ({
    services: [{ id: 'shop-api' }, { id: 'admin-api' }],
    monitoring: { rules, section: 'Monitoring' },
  }) as unknown as Platform;

describe('objectives', () => {
  it('are the ceilings of every service, in the unit of the metric', () => {
    expect(objectives(shop(rule, latency)).map(({ id, ceiling }) => [id, ceiling])).toEqual([
      ['shop-api.high_error_rate', 0.05],
      ['shop-api.high_latency', 1],
      ['admin-api.high_error_rate', 0.05],
      ['admin-api.high_latency', 1],
    ]);
  });

  it('are refused all at once when they cannot be kept or seen', () => {
    const wrong = () =>
      objectives(
        shop(
          { ...rule, name: 'all', threshold: 1 },
          { ...latency, name: 'between', threshold: 900 },
          { ...rule, name: 'unit', unit: 'ms' },
          rule,
          rule,
        ),
      );
    expect(wrong).toThrow(SloError);
    expect(wrong).toThrow(
      /all: a ratio of 1[\s\S]*between: 0.9 s is not a bucket boundary[\s\S]*unit: error_rate[\s\S]*two objectives/,
    );
  });
});

describe('indicators', () => {
  const selection = { service: 'shop-api', environment: 'production' };

  it('take the rate before the sum', () => {
    for (const { value } of Object.values(indicators)) {
      const expression = value(selection);
      expect(expression).toMatch(/sum by \([a-z, ]+\) \((rate|increase)\(/);
      expect(expression).not.toMatch(/(rate|increase)\(\s*sum/);
    }
  });

  it('look no further back than they say', () => {
    for (const { value, events, windowMinutes } of Object.values(indicators))
      for (const [, minutes] of `${value(selection)}${events(selection)}`.matchAll(/\[(\d+)m\]/g))
        expect(Number(minutes)).toBe(windowMinutes);
  });

  it('quote what comes from the catalog', () => {
    expect(quote('a"b\\c')).toBe('"a\\"b\\\\c"');
  });
});
