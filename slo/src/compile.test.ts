import { arborKumori, type Platform, type PlatformObjective } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { compile } from './compile.js';
import { SloError } from './slo-error.js';

const [service] = arborKumori.services.map(({ id }) => id) as [string];
const availability: PlatformObjective = {
  id: 'a',
  indicator: { kind: 'availability', service },
  target: 0.999,
  windowDays: 30,
  page: { withinSeconds: 120 },
  decision: 'd',
};
const withObjectives = (...objectives: PlatformObjective[]): Platform => ({ ...arborKumori, objectives });

function refused(platform: Platform): SloError {
  try {
    compile(platform);
  } catch (error) {
    if (error instanceof SloError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
const about = (platform: Platform): string[] =>
  refused(platform).problems.map(({ where, what, why, fix }) => `${where} ${what}: ${why}; ${fix}`);

describe('compile', () => {
  it('takes the catalog that ships, with a reason for every objective', () => {
    const { objectives } = compile(arborKumori);
    const kinds = new Set(objectives.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'availability',
      'database-availability',
      'database-latency',
      'gpu-queue-time',
      'gpu-success',
      'latency',
      'queue-age',
      'queue-success',
      'replication-lag',
    ]);
    for (const { reason } of objectives) expect(reason).toMatch(/\S{3}/);
  });

  it('gives a service without objectives those of its ceilings', () => {
    const { objectives } = compile(withObjectives());
    expect(objectives.filter((one) => one.service === service).map(({ id, target }) => [id, target])).toEqual(
      [
        [`${service}-availability`, 0.95],
        [`${service}-latency`, 0.99],
      ],
    );
  });

  it.each<[string, Partial<PlatformObjective>, RegExp]>([
    ['100 %', { target: 1 }, /a target of 100 %: it leaves no failure/],
    ['0 %', { target: 0 }, /a target of 0 %: it is kept by what always fails/],
    ['a negative target', { target: -0.5 }, /a target of -50 %/],
    ['a percentage for a share', { target: 99.9 }, /a target of 9990 %/],
    [
      'a budget that can never burn fast enough',
      { target: 0.93 },
      /a budget of 7 % cannot burn 14\.4 times too fast.*aim at more than 93\.06 %/,
    ],
    ['a window that nobody remembers', { windowDays: 90 }, /a window of 90 days: Prometheus keeps 30 days/],
    [
      'a window shorter than an alert looks back',
      { windowDays: 1 },
      /a window of 1 days: the slowest alert looks back 3/,
    ],
    [
      'a page that comes later than promised',
      { page: { withinSeconds: 60 } },
      /a total outage is paged after 92 s, and 60 s are promised: 52 s until.*15 s scrape \+ 15 s evaluation \+ 10 s/,
    ],
    [
      'a threshold between two buckets',
      { indicator: { kind: 'latency', service, thresholdMs: 600 } },
      /0\.6 s \(indicator\.thresholdMs\) is not a bucket boundary of edge_request_duration_seconds.*take 0\.5 s/,
    ],
    [
      'an unknown metric',
      {
        indicator: {
          kind: 'ratio',
          service,
          errors: { metric: 'job_total', labels: { outcome: 'failure' } },
          events: { metric: 'jobs_total', labels: {} },
        },
      },
      /indicator\.errors\.metric: there is no metric job_total.*did you mean jobs_total\?/,
    ],
    [
      'an unknown label',
      {
        indicator: {
          kind: 'ratio',
          service,
          errors: { metric: 'jobs_total', labels: { outcom: 'failure' } },
          events: { metric: 'jobs_total', labels: {} },
        },
      },
      /indicator\.errors\.labels\.outcom: jobs_total has no label outcom.*did you mean outcome\?/,
    ],
    [
      'a gauge for events',
      {
        indicator: {
          kind: 'ratio',
          service,
          errors: { metric: 'queue_jobs', labels: {} },
          events: { metric: 'jobs_total', labels: {} },
        },
      },
      /queue_jobs is a gauge/,
    ],
  ])('refuses %s', (_name, change, problem) => {
    expect(about(withObjectives({ ...availability, ...change })).join('\n')).toMatch(problem);
  });

  it('refuses two objectives with one id', () => {
    expect(about(withObjectives(availability, availability)).join()).toMatch(
      /objectives\.ts › objectives\[1\] there is already an objective 'a'/,
    );
  });

  it('counts on the ceiling where an objective is too loose to page in time', () => {
    const loose = withObjectives({ ...availability, target: 0.95 });
    expect(() => compile(loose)).not.toThrow();
    const unguarded = {
      ...loose,
      monitoring: { ...loose.monitoring, rules: loose.monitoring.rules.filter((rule) => rule.unit === 'ms') },
    };
    expect(about(unguarded).join()).toMatch(/a total outage is paged after 2632 s/);
  });

  it('refuses ceilings that can be neither kept nor seen', () => {
    const rules = arborKumori.monitoring.rules.flatMap((rule) => [
      { ...rule, threshold: rule.unit === 'ms' ? 900 : 1 },
      rule,
    ]);
    expect(about({ ...arborKumori, monitoring: { ...arborKumori.monitoring, rules } }).join('\n')).toMatch(
      /a ratio of 1 is always[\s\S]*there is already a rule[\s\S]*0\.9 s is not a bucket boundary/,
    );
  });

  it('names every problem at once', () => {
    const platform = withObjectives(
      { ...availability, target: 1 },
      { ...availability, id: 'b', windowDays: 90, indicator: { kind: 'latency', service, thresholdMs: 1 } },
    );
    // A target, and of the other a window, a threshold and, with a window so long, a page that is late.
    expect(refused(platform).problems).toHaveLength(4);
  });
});
