import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { arborKumori, type Platform } from '@attest/platform';
import { burnRates, evaluate, factorOf, live, seeded } from '@attest/slo';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { groupNames } from '../../../alerts/src/rule-files.js';
import { Folders, writeGenerated, writeText } from './generated.js';

/*
 * The simulation does not run PromQL: 10,000 months of it would take weeks. It is held here against promtool, which runs the
 * generated rules on the same scrapes, and against the log of what really happened.
 */

const run = promisify(execFile);
const folders = new Folders();
let promtool: string;
let root: string;

const [service] = arborKumori.services.map(({ id }) => id) as [string];
const objective = arborKumori.objectives.find(
  ({ indicator }) => indicator.kind === 'availability' && indicator.service === service,
)!;
const platform: Platform = { ...arborKumori, objectives: [objective] };
const ceiling = arborKumori.monitoring.rules.find(({ indicator }) => indicator === 'error_rate')!;

beforeAll(async () => {
  promtool = (await findTools(['promtool'])).promtool.path;
  root = await folders.make();
  await writeGenerated(root, platform);
});
afterAll(() => folders.remove());

const scrapeSeconds = 15;
const evaluationSeconds = 120;
const hour = 3600;
const endSeconds = 8 * hour;

const worlds = [
  { name: 'a quiet service', requestsPerMinute: 2, background: 0.0005, incidents: [] },
  {
    name: 'an outage, at night',
    requestsPerMinute: 30,
    background: 0.0002,
    incidents: [{ from: 2 * hour, until: 2.5 * hour, share: 1 }],
  },
  {
    name: 'hardly any traffic',
    requestsPerMinute: 0.4,
    background: 0.001,
    incidents: [{ from: 3 * hour, until: 5 * hour, share: 0.6 }],
  },
  {
    name: 'a slow burn',
    requestsPerMinute: 300,
    background: 0.0001,
    incidents: [{ from: hour, until: 7 * hour, share: 0.004 }],
  },
  {
    name: 'a fast burn, and another one',
    requestsPerMinute: 60,
    background: 0.0004,
    incidents: [
      { from: hour, until: 1.4 * hour, share: 0.08 },
      { from: 5 * hour, until: 5.2 * hour, share: 0.5 },
    ],
  },
];

/** Of every scrape, as promtool wants it; what was not scraped is left out. */
function values(times: Float64Array, counted: Float64Array, length: number): string {
  const texts: string[] = [];
  let next = 0;
  for (let now = 0; now <= endSeconds; now += scrapeSeconds) {
    const scraped = next < length && times[next] === now;
    texts.push(scraped ? String(counted[next]) : '_');
    if (scraped) next += 1;
  }
  return texts.join(' ');
}

const common = `environment="production",service="${service}",origin="somewhere",region="outside"`;
const metric = 'edge_request_duration_seconds_count';
const pairs = burnRates.map((rate) => String(factorOf(rate, objective.windowDays)));

describe.each(worlds)('$name', (world) => {
  const { scrapes, truth } = live(world, seeded(7), scrapeSeconds);
  const length = scrapes.times.findIndex((time, i) => i > 0 && (time > endSeconds || time === 0));
  const seen = { ...scrapes, length };
  // What fails is in a series of its own: the events are both together.
  const good = scrapes.events.map((count, i) => count - scrapes.errors[i]!);

  it('fires in the simulation when promtool says so, and only then', async () => {
    const subject = {
      target: objective.target,
      windowDays: objective.windowDays,
      ceiling: ceiling.threshold,
    };
    // One evaluation more than is compared: what still fires at its end is said to end there.
    const firings = evaluate(seen, subject, {
      evaluationSeconds,
      endSeconds: endSeconds + evaluationSeconds,
    });
    const moments = Array.from(
      { length: endSeconds / evaluationSeconds },
      (_, i) => (i + 1) * evaluationSeconds,
    );
    const tests = moments.flatMap((at) => [
      ...pairs.map((burn, rule) => ({
        expr: `count(ALERTS{alertname="availability_burn",alertstate="firing",burn="${burn}"})`,
        at,
        fires: firings.some((firing) => firing.rule === rule && firing.from <= at && at < firing.until),
      })),
      {
        expr: `count(ALERTS{alertname="${ceiling.name}",alertstate="firing"})`,
        at,
        fires: firings.some((firing) => firing.rule === 'ceiling' && firing.from <= at && at < firing.until),
      },
    ]);
    const file = join(root, 'generated/production/prometheus/tests/differential.yml');
    await writeText(
      file,
      stringify({
        rule_files: [`../${objective.id}.yml`, `../${service}.yml`],
        group_eval_order: [...groupNames(objective.id), groupNames(service)[0]],
        evaluation_interval: '2m',
        tests: [
          {
            interval: `${scrapeSeconds}s`,
            input_series: [
              {
                series: `${metric}{${common},http_response_status_code="200"}`,
                values: values(seen.times, good, length),
              },
              {
                series: `${metric}{${common},http_response_status_code="503"}`,
                values: values(seen.times, seen.errors, length),
              },
            ],
            promql_expr_test: tests.map(({ expr, at, fires }) => ({
              expr,
              eval_time: `${at}s`,
              ...(fires && { exp_samples: [{ labels: '{}', value: 1 }] }),
            })),
          },
        ],
      }),
    );
    const outcome = await run(promtool, ['test', 'rules', file], { maxBuffer: 1 << 26 }).catch(
      (error: { stdout: string; stderr: string }) => ({ stdout: `${error.stdout}${error.stderr}` }),
    );
    expect(outcome.stdout.slice(0, 3000)).toContain('SUCCESS');
    // A comparison of nothing with nothing says nothing.
    expect(firings.length > 0).toBe(world.incidents.length > 0);
  });

  it('counts in the scrapes what is in the log', () => {
    expect(truth.requests).toBeGreaterThan(0);
    expect(truth.failures.length).toBe(world.incidents.length);
  });
});
