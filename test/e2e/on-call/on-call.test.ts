import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { dashboards } from '@attest/dashboards';
import {
  interpolate,
  interpolationFor,
  labelsIn,
  type PrometheusClient,
  preview,
  prometheusClient,
} from '@attest/dashboards/preview';
import { startTelemetry, type Telemetry } from '@attest/instrumentation';
import { arborKumori as platform } from '@attest/platform';
import { type NamedRunbook, runbooks } from '@attest/runbooks';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unproduced } from '../../../dashboards/src/producers.js';
import { customers, type OnCallBed, startOnCallBed } from './on-call-bed.js';
import { standInCommands } from './stand-in-commands.js';

const run = promisify(execFile);
const environment = 'production';
const primary = 'us-east-1';
const standby = 'eu-west-1';
const artifacts = path.resolve(import.meta.dirname, '../../../artifacts');

/** Prometheus scrapes and evaluates every five seconds; what follows from it takes a few of them. */
const soon = { timeout: 60_000, interval: 1000 };

let on: OnCallBed;
let load: ReturnType<typeof customers>;
let client: PrometheusClient;
let startedAt: number;
let bin: string;
let drill: Telemetry;
const all = new Map(runbooks(platform, { environment }).map((runbook) => [runbook.name, runbook]));

beforeAll(async () => {
  on = await startOnCallBed();
  startedAt = Date.now();
  load = customers(on.bed);
  client = prometheusClient(on.url('prometheus'));
  bin = await standInCommands(path.join(on.parent, 'bin'));
  drill = await practisedDrill();
});
afterAll(async () => {
  await drill?.shutdown();
  await load?.stop();
  await on?.stop();
});

/** The bed's Prometheus takes no pushes, by which a game day tells that it took place; so this one waits to be scraped. */
async function practisedDrill(): Promise<Telemetry> {
  const [service, region] = ['gameday', 'outside'];
  const telemetry = startTelemetry({
    service,
    region,
    environment,
    metricsPort: 0,
    metricsHost: '127.0.0.1',
    env: {},
  });
  telemetry
    .gauge('gameday_last_run_timestamp_seconds')
    .set({ experiment: 'region-loss', target: 'reference', verdict: 'held' }, Date.now() / 1000);
  const labels = { job: service, service, instance: service, region, environment };
  const target = { targets: [`127.0.0.1:${await telemetry.listening}`], labels };
  writeFileSync(path.join(on.file('prometheus/on-demand'), 'gameday.json'), JSON.stringify([target]));
  return telemetry;
}

const database = (region: string) => on.bed.databases.get(region)?.connectionString() ?? '';

/** Runs a line of a runbook as it stands there, in a shell with the variables that the page asks for. */
async function shell(line: string, more: Record<string, string> = {}): Promise<string> {
  const tools = [bin, path.dirname(on.tools.promtool), path.dirname(on.tools.amtool)];
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', line], {
    cwd: on.parent,
    env: {
      ...process.env,
      PATH: [...tools, process.env.PATH].join(':'),
      PROMETHEUS_URL: on.url('prometheus'),
      ALERTMANAGER_URL: on.url('alertmanager'),
      FAILOVER_URL: on.url('failover controller').replace(/\/state$/, ''),
      PRIMARY_URL: database(primary),
      STANDBY_URL: database(standby),
      USER: 'on-call',
      ...more,
    },
    timeout: 60_000,
  });
  return stdout;
}

function runbook(name: string): NamedRunbook {
  const found = all.get(name);
  if (found === undefined) throw new Error(`no runbook ${name}`);
  return found;
}

function mitigation(name: string, what: RegExp) {
  const found = runbook(name).mitigations.find((each) => what.test(each.what));
  if (found === undefined) throw new Error(`${name} offers nothing like ${what}`);
  return found;
}

async function mitigate(name: string, what: RegExp, more: Record<string, string> = {}): Promise<string> {
  const answers: string[] = [];
  for (const { run: line } of mitigation(name, what).how) answers.push(await shell(line, more));
  return answers.join('\n');
}

/** The smallest value that a check of a runbook shows now, of the series with these labels. */
async function shows(
  name: string,
  question: RegExp,
  labels: Record<string, string> = {},
): Promise<number | undefined> {
  const look = runbook(name).checks.find((check) => question.test(check.question))?.look;
  if (look?.kind !== 'query') throw new Error(`${name} asks nothing like ${question}`);
  const samples = (await client.instant(look.promql)).filter((sample) =>
    Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  );
  return samples.length === 0 ? undefined : Math.min(...samples.map(({ value }) => value));
}

const tells = (name: string, question: RegExp, labels: Record<string, string> = {}) =>
  expect.poll(() => shows(name, question, labels), soon);

async function query(region: string, sql: string) {
  const session = new pg.Client({ connectionString: database(region) });
  await session.connect();
  try {
    return (await session.query(sql)).rows;
  } finally {
    await session.end();
  }
}

const processesOf = async (region: string, inName: string) =>
  (await on.bed.region(region).status()).instances
    .filter(({ name }) => name.includes(inName))
    .map(({ pid }) => pid ?? 0);

function stop(pids: readonly number[]): void {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
}

describe('what a runbook says to do', () => {
  it('replication_lagging: a standby that does not replay is found and resumed', async () => {
    await query(standby, 'select pg_wal_replay_pause()');
    const check = runbook('replication_lagging').checks.find(({ question }) => /replay/.test(question));
    const look = () => (check?.look.kind === 'command' ? shell(check.look.run) : Promise.resolve(''));
    expect(await look()).toContain('"paused":true');
    await mitigate('replication_lagging', /replay again/);
    await expect.poll(look, soon).toContain('"paused":false');
  });

  it('database_latency_burn: ending the session that blocks lets the others go on', async () => {
    const blocker = new pg.Client({ connectionString: database(primary) });
    blocker.on('error', () => {});
    await blocker.connect();
    load.pause();
    await blocker.query('begin');
    await blocker.query('lock table arbor.memories in access exclusive mode');
    expect(await load.writes()).not.toBe(201);
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await mitigate('database_latency_burn', /block/);
    await expect.poll(load.writes, soon).toBe(201);
    load.resume();
    await blocker.end().catch(() => {});
  });

  it('target_down and origin_unhealthy: processes that hang are replaced, and their region is back', async () => {
    const region = 'ap-southeast-1';
    const hanging = await processesOf(region, 'kumori-api');
    stop(hanging);
    await tells('origin_unhealthy', /edge still reach/, { service: 'kumori-api', origin: region }).toBe(0);
    await tells('target_down', /do not answer/, { instance: `${region}.kumori-api-1` }).not.toBe(1);
    await mitigate('origin_unhealthy', /Replace/, { POD: hanging.join(' ') });
    await tells('origin_unhealthy', /edge still reach/, { service: 'kumori-api', origin: region }).toBe(1);
    await tells('target_down', /do not answer/, { instance: `${region}.kumori-api-1` }).toBe(1);
  });

  it('queue_stuck: a worker that hangs is replaced, and work goes on', async () => {
    const success = { messaging_destination_name: 'webhooks', outcome: 'success' };
    await tells('queue_stuck', /anybody work/, success).toBeGreaterThan(0);
    const hanging = await processesOf(primary, 'webhooks');
    stop(hanging);
    const waiting = async () => {
      const sql = `select count(*) from queue.jobs where queue = 'webhooks' and state = 'waiting'`;
      return Number((await query(primary, sql))[0].count);
    };
    await expect.poll(waiting, soon).toBeGreaterThan(10);
    await mitigate('queue_stuck', /Replace/, { POD: hanging.join(' ') });
    await expect.poll(waiting, soon).toBeLessThan(5);
  });

  it('dead_letters: jobs that were given up are done once they are tried again', async () => {
    const dead = await query(
      primary,
      `update queue.jobs set state = 'dead' where id in (select id from queue.jobs where state = 'completed' limit 5) returning id`,
    );
    expect(dead).toHaveLength(5);
    await mitigate('dead_letters', /another chance/);
    await expect
      .poll(
        async () =>
          (
            await query(
              primary,
              `select id from queue.jobs where state in ('dead', 'waiting') and id in (${dead.map(({ id }) => id)})`,
            )
          ).length,
        soon,
      )
      .toBe(0);
  });

  it('prometheus_config_rejected: the generated rules come back, and are in force', async () => {
    const rules = on.file('prometheus/dashboards.yml');
    writeFileSync(rules, 'groups: [{name: broken');
    const variables = {
      PROMETHEUS_CONFIG: on.file('prometheus/prometheus.yml'),
      PROMETHEUS_PID: String(on.pidOf('prometheus.yml')),
    };
    process.kill(Number(variables.PROMETHEUS_PID), 'SIGHUP');
    await tells('prometheus_config_rejected', /Which Prometheus/).toBe(0);
    const [regenerate, reload] = mitigation('prometheus_config_rejected', /last good/).how;
    await shell(regenerate?.run ?? '');
    copyFileSync(path.join(on.parent, 'generated/production/prometheus/dashboards.yml'), rules);
    await shell(reload?.run ?? '', variables);
    await tells('prometheus_config_rejected', /Which Prometheus/).toBe(1);
  });

  it('alertmanager_config_rejected: the last good configuration is read again', async () => {
    const file = on.file('alertmanager/alertmanager.yml');
    const copy = `${file}.good`;
    copyFileSync(file, copy);
    writeFileSync(file, 'route: {receiver: nobody}');
    await fetch(`${on.url('alertmanager')}/-/reload`, { method: 'POST' });
    await tells('alertmanager_config_rejected', /Which Alertmanager/).toBe(0);
    copyFileSync(copy, file);
    const [, reload] = mitigation('alertmanager_config_rejected', /last good/).how;
    await shell(reload?.run ?? '', { ALERTMANAGER_CONFIG: file });
    await tells('alertmanager_config_rejected', /Which Alertmanager/).toBe(1);
  });

  it('cost_anomaly: an alert whose cause is known is silenced, and heard again', async () => {
    await shell(
      'amtool alert add --alertmanager.url="$ALERTMANAGER_URL" cost_anomaly severity=info environment=production resource_type=compute',
    );
    const silenced = () =>
      shell('amtool alert query --silenced --alertmanager.url="$ALERTMANAGER_URL" alertname=cost_anomaly');
    await mitigate('cost_anomaly', /Silence/);
    await expect.poll(silenced, soon).toContain('cost_anomaly');
    await shell(mitigation('cost_anomaly', /Silence/).undo);
    await expect.poll(silenced, soon).not.toContain('cost_anomaly');
  });

  it('no_synchronous_standby: naming the standbys that are alive lets writes go on', async () => {
    await tells('no_synchronous_standby', /confirm commits/).toBeGreaterThanOrEqual(1);
    load.pause();
    await query(primary, `alter system set synchronous_standby_names = 'ANY 1 ("nobody")'`);
    await query(primary, 'select pg_reload_conf()');
    await tells('no_synchronous_standby', /confirm commits/).toBe(0);
    await mitigate('no_synchronous_standby', /alive/);
    await tells('no_synchronous_standby', /confirm commits/).toBeGreaterThanOrEqual(1);
    await expect.poll(load.writes, soon).toBe(201);
    load.resume();
    expect((await on.bed.primary()).region).toBe(primary);
  });

  it('high_error_rate: after the failover that it offers, writes are accepted in the other region', async () => {
    // Nothing so far may have moved the primary: this is what must.
    expect((await on.bed.primary()).region).toBe(primary);
    await query(primary, 'alter system set default_transaction_read_only = on');
    await query(primary, 'select pg_reload_conf()');
    await query(
      primary,
      `select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    ).catch(() => {});
    await expect.poll(load.writes, soon).toBeGreaterThanOrEqual(500);
    await tells('high_error_rate', /One region/, { service: 'arbor-api', origin: primary }).toBeGreaterThan(
      0,
    );
    // By then the controller may have seen it as well, and be at work: starting one twice is one.
    await mitigate('high_error_rate', /Fail over/);
    await expect.poll(load.writes, { ...soon, timeout: 120_000 }).toBe(201);
    await tells('failover_completed', /confirm/).toBeGreaterThanOrEqual(1);
    expect((await on.bed.primary()).region).toBe(standby);
  });
});

describe('on the loaded platform', () => {
  const end = () => Math.floor(Date.now() / 1000);
  const interpolation = interpolationFor(platform, environment, 20);

  const panels = dashboards(platform, environment).flatMap(({ name, rows }) =>
    rows.flatMap((row) => row.panels.map((panel) => ({ where: `${name} › ${panel.title}`, panel }))),
  );
  const produced = panels.filter(({ panel }) => unproduced(panel).length === 0);

  it('every panel has at least one number, and the labels of its legend', async () => {
    const problems = async () => {
      const window = { from: Math.floor(startedAt / 1000), to: end(), step: 5 };
      const found: string[] = [];
      for (const { where, panel } of produced) {
        for (const { expr, legend } of panel.queries) {
          const series = await client.range(interpolate(expr, interpolation), window);
          const hasNumber = series.some(({ points }) => points.some(([, value]) => Number.isFinite(value)));
          if (!hasNumber) found.push(`${where}: no number`);
          const missing = labelsIn(legend).filter((label) => !series.some(({ labels }) => labels[label]));
          if (missing.length > 0) found.push(`${where}: no ${missing.join(', ')}`);
        }
      }
      return found;
    };
    console.log(`${produced.length} panels with a producer, ${panels.length - produced.length} without`);
    // What the failover did has only just been scraped, and some of it must be scraped twice.
    await expect.poll(problems, soon).toEqual([]);
  });

  it('every query of every runbook is answered', async () => {
    const window = { from: Math.floor(startedAt / 1000), to: end(), step: 5 };
    const problems: string[] = [];
    let asked = 0;
    for (const { name, checks, recovered } of all.values()) {
      for (const look of [...checks.map((check) => check.look), recovered]) {
        if (look.kind !== 'query') continue;
        asked += 1;
        const series = await client.range(look.promql, window);
        if (
          !look.mayBeEmpty &&
          !series.some(({ points }) => points.some(([, value]) => Number.isFinite(value)))
        )
          problems.push(`${name}: ${look.promql}`);
      }
    }
    console.log(`${asked} queries of ${all.size} runbooks`);
    expect(problems).toEqual([]);
  });

  it('the preview draws all of it', async () => {
    const minutes = Math.max(3, Math.ceil((Date.now() - startedAt) / 60_000));
    const began = performance.now();
    const { html, counts, problems } = await preview({
      platform,
      environment,
      client,
      prometheus: 'reference platform',
      now: new Date(),
      minutes,
      scrapeSeconds: 5,
      runbooks: 'https://runbooks.example.com',
    });
    console.log(`preview in ${((performance.now() - began) / 1000).toFixed(1)} s: ${JSON.stringify(counts)}`);
    mkdirSync(artifacts, { recursive: true });
    writeFileSync(path.join(artifacts, 'dashboards.html'), html);
    expect(problems).toEqual([]);
  });
});
