import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Alert, alertKinds, alertsOf, generate } from '@attest/alerts';
import { prometheusClient } from '@attest/dashboards/preview';
import { arborKumori as platform } from '@attest/platform';
import { runbooks } from '@attest/runbooks';
import { alertPath } from '@attest/slo';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../program.js';
import { askRunbook } from './fired/ask-runbook.js';
import { judge } from './fired/judge.js';
import { LiveSeries } from './fired/live-series.js';
import { misspelt } from './fired/misspelt.js';
import { OnCallChain } from './fired/on-call-chain.js';
import { type Recordings, readsOf, recordingsOf, rulesIn } from './fired/reads.js';
import { reportOf } from './fired/report.js';
import { runbookTells } from './fired/runbook-tells.js';
import { type Labels, nameOf, type Scenario, scenarioOf } from './fired/scenario.js';
import { wantedOf } from './fired/wanted.js';
import { has, type Looked, labelsIn, type Sightings, watch } from './fired/watch.js';
import { WorldPrometheus } from './fired/world-prometheus.js';
import { worldsOf } from './fired/worlds.js';
import { Folders, writeText } from './generated.js';

/*
 * Every alert of production fires once in a real Prometheus that has loaded the generated rules as they are, and is told by a real
 * Alertmanager that has the generated routes. What is scraped is what the alert's own rule test scrapes, shifted so that the moment at
 * which that test finds it firing is now. A `for` is waited for; of those of five minutes and more the last half minute, after a restart.
 */

const environment = 'production';
const root = resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);
const folders = new Folders();
/** About as long as setting up takes: counters that must not grow do so when somebody looks. */
const leadSeconds = 60;
/** The slowest wait for an evaluation of two minutes, and then for the next message of their group. */
const patienceSeconds = 270;

const rules = generate(platform, { environment }).filter(({ path }) => /\/prometheus\/[^/]+$/.test(path));
const recordings = new Map(
  rules.map(({ path, content }) => [basename(path, '.yml'), recordingsOf(rulesIn(content))]),
);
const recordingsFor = ({ file }: Alert): Recordings => recordings.get(file) ?? new Map();
const scenarios = alertsOf(platform, { environment }).map((alert) => scenarioOf(alert, environment));
const worlds = worldsOf(scenarios, ({ alert }) => readsOf(alert, recordingsFor(alert)));
const pages = new Map(runbooks(platform, { environment }).map((runbook) => [runbook.name, runbook]));

const isMisspelt = ({ alert: { name, service } }: Scenario) =>
  name === 'service_down' && service === 'arbor-api';

let tools: Record<'prometheus' | 'promtool' | 'alertmanager' | 'amtool', { path: string }>;
let chain: OnCallChain;
const live = new LiveSeries();
let servers: WorldPrometheus[] = [];
/** One of the worlds once more, with rules in which the metric of one alert is misspelt. */
let broken: WorldPrometheus;
let sightings: Sightings;
/** As they are when the watch is over. */
let silenced: readonly Labels[];
let messages: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  tools = await findTools(['prometheus', 'promtool', 'alertmanager', 'amtool']);
  chain = await OnCallChain.start(platform, tools.alertmanager.path, await folders.make());
  await live.listen();
  const { scrapeSeconds, evaluationSeconds } = alertPath(platform);
  const around = {
    tools,
    rules,
    live,
    scrapeSeconds,
    evaluationSeconds,
    alertmanager: chain.address,
    moment: { now: Math.floor(Date.now() / 1000), leadSeconds },
  };
  for (const [index, world] of worlds.entries())
    servers.push(new WorldPrometheus(`world-${index + 1}`, world, await folders.make(), around));
  broken = new WorldPrometheus(
    'misspelt',
    worlds.find((world) => world.some(isMisspelt)) ?? [],
    await folders.make(),
    {
      ...around,
      rules: misspelt(rules, 'arbor-api', 'service_down', 'edge_origin_healthy'),
    },
  );
  servers = [...servers, broken];
  const began = performance.now();
  await twoAtOnce(servers, (server) => server.fillIn());
  await twoAtOnce(servers, (server) => server.start());
  console.log(`${servers.length} worlds set up in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  const isExpected = (server: WorldPrometheus, scenario: Scenario) =>
    server !== broken || !isMisspelt(scenario);
  sightings = await watch({ servers, chain, seconds: patienceSeconds, look, isExpected });
  [silenced, messages] = await Promise.all([chain.inhibited(), chain.messages()]);
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await chain?.stop();
  live.close();
  await folders.remove();
});

async function twoAtOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  };
  await Promise.all([lane(), lane()]);
}

async function look({ base }: WorldPrometheus, scenario: Scenario): Promise<Looked> {
  const { alert } = scenario;
  const runbook = pages.get(alert.name);
  if (runbook === undefined) return { asked: [] };
  const asked = await askRunbook(runbook, scenario, recordingsFor(alert), prometheusClient(base));
  const tell = runbookTells[alert.kind];
  if (!('runs' in tell)) return { asked };
  const found = runbook.checks.find(({ question }) => tell.runs.test(question))?.look;
  let answer = '';
  if (found?.kind === 'command')
    // A Prometheus notes in ALERTS what fires from its second evaluation on.
    await until(
      'the answer',
      async () => {
        answer = await shell(found.run, base);
        return tell.says.test(answer) || undefined;
      },
      { seconds: 45, everyMs: 3000 },
    ).catch(() => undefined);
  return { asked, answer };
}

/** Runs a line of a runbook as it stands there. */
async function shell(line: string, prometheus: string): Promise<string> {
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', line], {
    env: {
      ...process.env,
      PATH: [dirname(tools.promtool.path), dirname(tools.amtool.path), process.env.PATH].join(':'),
      PROMETHEUS_URL: prometheus,
      ALERTMANAGER_URL: `http://${chain.address}`,
    },
    timeout: 60_000,
  });
  return stdout;
}

/** Everything that is wrong in a world, by alert. */
function problemsIn(server: WorldPrometheus): string[] {
  return server.world.flatMap((scenario) => {
    const wanted = wantedOf(platform, scenario);
    const labels = labelsIn(server, scenario);
    const sighting = sightings.get(server)?.get(scenario);
    const told = chain.told.filter((one) => has(one.labels, labels));
    return judge(scenario, wanted, {
      asked: [],
      ...sighting,
      isFiring: sighting !== undefined,
      told,
      isInhibited: silenced.some((one) => has(one, labels)),
      messages: messages.get(wanted.receiver) ?? [],
      lost: told.flatMap(({ annotations }) => lostLinks(annotations)),
    }).map((problem) => `${nameOf(scenario)}: ${problem}`);
  });
}

/** Links to a runbook or a dashboard that is not among what is generated. */
function lostLinks({ runbook_url: runbook = '', dashboard_url: dashboard = '' }: Labels): string[] {
  const lastOf = (url: string) => new URL(url).pathname.split('/').at(-1);
  const files = [
    { url: runbook, file: `generated/runbooks/${lastOf(runbook)}.md` },
    { url: dashboard, file: `generated/${environment}/grafana/dashboards/${lastOf(dashboard)}.json` },
  ];
  return files.filter(({ file }) => !existsSync(join(root, file))).map(({ url }) => url);
}

describe('every alert of production', () => {
  it('is fired, of every kind but one that no objective of this platform is of', () => {
    const fired = new Set<string>(scenarios.map(({ alert }) => alert.kind));
    expect(Object.keys(alertKinds).filter((kind) => !fired.has(kind))).toEqual(['ratio_burn']);
    expect(worlds.flat()).toHaveLength(scenarios.length);
  });

  it('fires, tells whom the catalog names with links that lead somewhere, and its runbook shows what it says', async () => {
    const whole = new Map([...sightings].filter(([server]) => server !== broken));
    const problems = [...whole.keys()].flatMap(problemsIn);
    const { summary, page } = reportOf(whole, problems);
    await writeText(join(root, 'artifacts/fired-for-real.md'), page);
    for (const line of summary) console.log(line);
    expect(problems).toEqual([]);
  });

  it('is found not to fire where its metric is misspelt, and all others of that world fire', () => {
    expect(broken.world.length).toBeGreaterThan(5);
    expect(problemsIn(broken)).toEqual(['critical service_down arbor-api: does not fire']);
  });
});
