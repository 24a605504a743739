import { execFile } from 'node:child_process';
import { readdir, rename, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { arborKumori, type Platform } from '@attest/platform';
import { alertPath, compile, outageDetection } from '@attest/slo';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readDifference } from '../../../cli/src/rule-diff.js';
import { pickPort } from '../../../reference/src/processes/port.js';
import { Program, until } from '../program.js';
import { Folders, writeGenerated } from './generated.js';
import { slothRules } from './sloth.js';

/* One story in order, on a real Prometheus whose past is filled in, so that windows are as long as they are in production. */

const run = promisify(execFile);

interface Group {
  name: string;
  /** Seconds, of the last evaluation. */
  evaluationTime: number;
  /** Seconds. */
  interval: number;
  lastEvaluation: string;
  rules: readonly {
    query: string;
    /** Seconds, of the last evaluation. */
    evaluationTime: number;
  }[];
}
const folders = new Folders();
const paging = compile(arborKumori).objectives.filter(
  ({ pageWithinSeconds }) => pageWithinSeconds !== undefined,
);
const { scrapeSeconds, evaluationSeconds } = alertPath(arborKumori);
const perSecond = 20;
const hour = 3600;

/** Counters of everything that pages: `good` and `bad` requests of every service, and operations of the database. */
class World {
  failing = false;
  #good: number;
  #bad = 0;
  #at: number;

  constructor(startSeconds: number, nowSeconds: number) {
    this.#good = (nowSeconds - startSeconds) * perSecond;
    this.#at = nowSeconds;
  }

  text(nowSeconds: number): string {
    const more = (nowSeconds - this.#at) * perSecond;
    this.#at = nowSeconds;
    if (this.failing) this.#bad += more;
    else this.#good += more;
    return exposition(arborKumori, this.#good, this.#bad, '');
  }
}

function exposition({ services }: Platform, good: number, bad: number, timestamp: string): string {
  const lines: string[] = [];
  const say = (name: string, labels: string, value: number) =>
    lines.push(`${name}{environment="production",${labels}} ${value}${timestamp}`);
  for (const { id } of services) {
    const common = `service="${id}",origin="somewhere",region="outside"`;
    say('edge_request_duration_seconds_count', `${common},http_response_status_code="200"`, good);
    say('edge_request_duration_seconds_count', `${common},http_response_status_code="503"`, bad);
  }
  const common = 'service="any",region="somewhere"';
  say('db_client_operation_duration_seconds_count', `${common},error_type=""`, good);
  say('db_client_operation_duration_seconds_count', `${common},error_type="ECONNREFUSED"`, bad);
  return `${lines.join('\n')}\n`;
}

let tools: Record<'prometheus' | 'promtool', { path: string }>;
let root: string;
let data: string;
let base: string;
let port: number;
let world: World;
let target: Server;
let prometheus: Program;
let ruleFiles: string[];

const startPrometheus = async (): Promise<void> => {
  prometheus = new Program(tools.prometheus.path, [
    `--config.file=${join(root, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=30d',
    '--web.enable-lifecycle',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=warn',
  ]);
  await prometheus.ready(`${base}/-/ready`);
};

const writeConfiguration = (rules: readonly string[]) =>
  writeFile(
    join(root, 'prometheus.yml'),
    stringify({
      global: { scrape_interval: `${scrapeSeconds}s`, evaluation_interval: `${evaluationSeconds}s` },
      rule_files: rules,
      scrape_configs: [
        {
          job_name: 'world',
          honor_labels: true,
          static_configs: [{ targets: [`127.0.0.1:${(target.address() as AddressInfo).port}`] }],
        },
      ],
    }),
  );

/** Takes effect before this resolves. */
async function configure(rules: readonly string[]): Promise<void> {
  await writeConfiguration(rules);
  const answer = await fetch(`${base}/-/reload`, { method: 'POST' });
  if (!answer.ok) throw new Error(await answer.text());
}

/** What was a clean past of three and a half hours up to now, every 15 s, as OpenMetrics. */
async function backfill(startSeconds: number, endSeconds: number): Promise<void> {
  const file = join(root, 'past.om');
  const samples = new Map<string, string[]>();
  for (let at = startSeconds; at <= endSeconds; at += scrapeSeconds)
    for (const line of exposition(arborKumori, (at - startSeconds) * perSecond, 0, ` ${at}`)
      .trim()
      .split('\n')) {
      const series = line.slice(0, line.indexOf('}') + 1);
      samples.set(series, [...(samples.get(series) ?? []), line]);
    }
  const families = [...new Set([...samples.keys()].map((series) => series.slice(0, series.indexOf('{'))))];
  const text = families.flatMap((family) => [
    `# TYPE ${family} unknown`,
    ...[...samples].filter(([series]) => series.startsWith(`${family}{`)).flatMap(([, lines]) => lines),
  ]);
  await writeFile(file, `${text.join('\n')}\n# EOF\n`);
  await run(tools.promtool.path, ['tsdb', 'create-blocks-from', 'openmetrics', file, data], {
    maxBuffer: 1 << 26,
  });
}

async function query(expr: string): Promise<number | undefined> {
  const answer = await fetch(`${base}/api/v1/query?query=${encodeURIComponent(expr)}`);
  const body = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
  const value = body.data.result[0]?.value[1];
  return value === undefined ? undefined : Number(value);
}

async function ruleGroups(): Promise<Group[]> {
  const answer = await fetch(`${base}/api/v1/rules`);
  const { data } = (await answer.json()) as { data: { groups: Group[] } };
  return data.groups;
}

/** The groups that are evaluated most often, once each of them has been evaluated again. */
async function evaluatedAgain(): Promise<Group[]> {
  const often = async () => (await ruleGroups()).filter(({ interval }) => interval <= evaluationSeconds);
  const before = new Map((await often()).map(({ name, lastEvaluation }) => [name, lastEvaluation]));
  return until('every group to be evaluated again', async () => {
    const groups = await often();
    return groups.every(({ name, lastEvaluation }) => lastEvaluation !== before.get(name))
      ? groups
      : undefined;
  });
}

const median = (values: readonly number[]): number =>
  [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)]!;

/** Tells, beside a peer with the same objectives, how long the rules take that are evaluated most often. */
async function tellEvaluationTimes(state: string): Promise<void> {
  const peers = await Promise.all(
    arborKumori.services.map(async ({ id }) => ({ id, rules: await slothRules(root, id) })),
  );
  const itsRules = peers.flatMap(({ rules }) => rules ?? []);
  if (itsRules.length === 0) console.log('no sloth on PATH: nothing to compare with');
  await configure([...ruleFiles, ...itsRules]);
  // Right after they are loaded, each is evaluated for the first time, which takes longer.
  await evaluatedAgain();
  const seen: Group[][] = [];
  for (let round = 0; round < 5; round += 1) seen.push(await evaluatedAgain());
  const medianMs = (of: (group: Group) => boolean) =>
    median(
      seen.map((groups) =>
        groups.filter(of).reduce((sum, { evaluationTime }) => sum + evaluationTime * 1000, 0),
      ),
    );
  const isOurs = ({ name }: Group) => name.startsWith('attest ');
  const told = (who: string, of: (group: Group) => boolean) => {
    const rules = seen[0]!.filter(of).reduce((sum, group) => sum + group.rules.length, 0);
    const ms = medianMs(of);
    console.log(
      `${who}, ${state}: ${ms.toFixed(2)} ms every ${evaluationSeconds} s for ${rules} rules, ${(ms / rules).toFixed(2)} ms a rule`,
    );
  };
  for (const { id, rules } of peers) {
    told(`${id}, ours (promised: 5 ms)`, (group) => isOurs(group) && group.name.includes(id));
    if (rules) told(`${id}, sloth's`, (group) => !isOurs(group) && group.name.includes(id));
  }
  const idle = (await ruleGroups())
    .flatMap(({ rules }) => rules)
    .filter(({ query }) => /^vector\([\d.]+\)$/.test(query))
    .map(({ evaluationTime }) => evaluationTime * 1000);
  console.log(
    `${idle.length} rules that read nothing, ${state}: ${median(idle).toFixed(2)} ms a rule (median of their last evaluations)`,
  );
  expect(seen[0]!.filter(isOurs).length).toBeGreaterThan(20);
  await configure(ruleFiles);
}

beforeAll(async () => {
  tools = await findTools(['prometheus', 'promtool']);
  root = await folders.make();
  data = join(root, 'data');
  port = await pickPort();
  base = `http://127.0.0.1:${port}`;
  const files = await writeGenerated(root, arborKumori);
  ruleFiles = files.filter((file) => /prometheus\/[^/]+$/.test(file)).map((file) => join(root, file));
  const now = Math.floor(Date.now() / 1000 / scrapeSeconds) * scrapeSeconds;
  const start = now - 3.5 * hour;
  world = new World(start, now);
  target = createServer((_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/plain; version=0.0.4' })
      .end(world.text(Date.now() / 1000)),
  );
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  await writeConfiguration(ruleFiles);
  await backfill(start, now);
  await startPrometheus();
});
afterAll(async () => {
  await prometheus?.stop();
  target?.close();
  await folders.remove();
});

describe.sequential('a real Prometheus', () => {
  it('shows no difference from the catalog once it has loaded what is generated', async () => {
    const { same, different, missing, foreign } = await readDifference(arborKumori, 'production', base);
    expect({ different, missing, foreign }).toEqual({ different: [], missing: [], foreign: [] });
    expect(same.length).toBeGreaterThan(300);
  });

  it('evaluates the rules of a service in little time while all is well', () =>
    tellEvaluationTimes('all is well'));

  it('fires within one scrape and one evaluation of the closed form when everything fails, for all that must page', async () => {
    // Some readings of its own first: what is scraped must join what was filled in.
    await until('two scrapes', async () => ((await query(`sum_over_time(up[10m])`)) ?? 0) >= 2 || undefined, {
      seconds: 200,
    });
    const beganMs = Date.now();
    world.failing = true;
    const fired = new Map<string, number>();
    await until(
      'every promise that pages',
      async () => {
        const answer = await fetch(`${base}/api/v1/alerts`);
        const {
          data: { alerts },
        } = (await answer.json()) as {
          data: { alerts: { state: string; activeAt: string; labels: Record<string, string> }[] };
        };
        for (const { state, labels, activeAt } of alerts)
          if (
            state === 'firing' &&
            labels.long === '1h' &&
            labels.objective !== undefined &&
            !fired.has(labels.objective)
          )
            fired.set(labels.objective, (Date.parse(activeAt) - beganMs) / 1000);
        return paging.every(({ id }) => fired.has(id)) || undefined;
      },
      { seconds: 400 },
    );
    for (const objective of paging) {
      const closed = outageDetection(objective) as number;
      const measured = fired.get(objective.id) ?? Number.NaN;
      console.log(
        `${objective.id}: fired ${measured.toFixed(1)} s after the first failure; closed form ${closed.toFixed(1)} s, at most ${scrapeSeconds + evaluationSeconds} s more`,
      );
      expect(measured).toBeGreaterThan(closed - scrapeSeconds);
      expect(measured).toBeLessThanOrEqual(closed + scrapeSeconds + evaluationSeconds);
    }
  });

  it('evaluates them in little time while an outage fires alerts', () => tellEvaluationTimes('an outage'));

  it('has long windows from the start, when promtool fills in what the rules would have recorded', async () => {
    const objective = paging[0]!;
    const recorded = `slo_sampled:events:rate5m{objective="${objective.id}"}`;
    const before = (await query(`count_over_time(${recorded}[3h])`)) ?? 0;
    const rules = ruleFiles.filter((file) => basename(file) === `${objective.id}.yml`);
    // Once for each step by which rules build on what others have recorded.
    for (let pass = 0; pass < 2; pass += 1) {
      const out = join(root, `blocks-${pass}`);
      const end = Math.floor(Date.now() / 1000) - 600;
      await run(
        tools.promtool.path,
        [
          'tsdb',
          'create-blocks-from',
          'rules',
          `--url=${base}`,
          `--start=${end - 3 * hour}`,
          `--end=${end}`,
          '--eval-interval=2m',
          `--output-dir=${out}`,
          ...rules,
        ],
        { maxBuffer: 1 << 26 },
      );
      await prometheus.stop();
      for (const block of await readdir(out)) await rename(join(out, block), join(data, block));
      await startPrometheus();
    }
    const after = (await query(`count_over_time(${recorded}[3h])`)) ?? 0;
    console.log(
      `samples of the last three hours that long windows are averaged from: ${before} before, ${after} after`,
    );
    expect(after).toBeGreaterThan(80);
  });
});
