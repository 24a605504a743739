import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  aggregateRunners,
  type CapacityPlan,
  capacityScript,
  environmentOf,
  localProcesses,
  readRunnerSeries,
  slowByHistogram,
} from '@attest/loadtests';
import { findTool } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pickPort } from '../../reference/src/processes/port.js';
import { Program, until } from './program.js';

const folder = mkdtempSync(path.join(tmpdir(), 'attest-e2e-runners-'));
const processes = localProcesses();
const promised = { errorRatio: 0.05, p99Ms: 1000 };
const stages = [
  { name: 'ramp', perSecond: 60, seconds: 1, judged: false },
  { name: 'steady', perSecond: 60, seconds: 6, judged: true },
];
/** What the server was asked, and how long it took to answer, by the run that asked. */
const asked: Record<string, { requests: number; slow: number; failed: number }> = {};

let server: Server;
let prometheus: string;
let program: Program | undefined;
let k6: string;

beforeAll(async () => {
  k6 = (await findTool('k6')).path;
  server = createServer((request, response) => {
    request.resume();
    const run = (request.url ?? '').slice(1);
    asked[run] ??= { requests: 0, slow: 0, failed: 0 };
    const seen = asked[run];
    seen.requests += 1;
    const isSlow = seen.requests % 40 === 0;
    const isBad = seen.requests % 40 === 7;
    if (isSlow) seen.slow += 1;
    if (isBad) seen.failed += 1;
    setTimeout(
      () =>
        response
          .writeHead(isBad ? 500 : 200, { 'content-type': 'application/json', 'x-revision': 'r1' })
          .end('{}'),
      isSlow ? 1200 : 5,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = await pickPort();
  prometheus = `http://127.0.0.1:${port}`;
  writeFileSync(path.join(folder, 'prometheus.yml'), 'global: {}\n');
  program = new Program((await findTool('prometheus')).path, [
    `--config.file=${path.join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${path.join(folder, 'data')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-remote-write-receiver',
  ]);
  await program.ready(`${prometheus}/-/ready`);
});

afterAll(async () => {
  await processes.endAll();
  await program?.stop();
  server.close();
  rmSync(folder, { recursive: true });
});

type Fate = 'absent' | 'late' | 'killed';

/** One k6 for each of so many segments of the load, as k6-operator starts them; some may be left out, be late or be killed. */
async function run(name: string, parallelism: number, fate: Readonly<Record<number, Fate>> = {}) {
  const { port } = server.address() as AddressInfo;
  const baseUrl = `http://127.0.0.1:${port}`;
  const plan: CapacityPlan = {
    run: name,
    service: 'api',
    baseUrl,
    requests: [{ operation: 'plain', share: 1, method: 'GET', path: `/${name}`, expects: 'json' }],
    promised,
    requestsPerSecond: 60,
    peakRequestsPerSecond: 60,
    ids: {},
    stages,
  };
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(plan));
  const sequence = Array.from({ length: parallelism + 1 }, (_, index) =>
    index === parallelism ? '1' : `${index}/${parallelism}`,
  );
  const start = async (number: number) => {
    const from = sequence[number - 1];
    const runner = await processes.spawn({
      name: `k6-${number}`,
      command: k6,
      args: [
        'run',
        '--quiet',
        '--no-usage-report',
        '--no-thresholds',
        '--summary-mode=disabled',
        '--out=experimental-prometheus-rw',
        `--tag=testid=${name}`,
        `--tag=instance_id=${number}`,
        `--execution-segment=${from}:${sequence[number]}`,
        `--execution-segment-sequence=${sequence.join(',')}`,
        capacityScript,
      ],
      env: {
        ...environmentOf({
          profile: 'load',
          baseUrl,
          parallelism,
          remoteWriteUrl: `${prometheus}/api/v1/write`,
        }),
        ATTEST_PLAN: file,
        VIRTUAL_USERS: '60',
      },
      logFile: path.join(folder, `${name}-${number}.log`),
    });
    if (fate[number] === 'killed') {
      await wroteSomething(name, number);
      await runner.kill();
    }
    await runner.exited;
  };
  const numbers = Array.from({ length: parallelism }, (_, index) => index + 1);
  const having = (...fates: (Fate | undefined)[]) => numbers.filter((number) => fates.includes(fate[number]));
  await Promise.all(having(undefined, 'killed').map(start));
  // So late that the others are through.
  await Promise.all(having('late').map(start));
  const series = await readRunnerSeries(
    { url: prometheus, headers: {}, fetch },
    name,
    Date.now() / 1000 + 1,
    600,
  );
  const expected = { runners: parallelism, promised, profile: 'load', perSecond: 60, judgedSeconds: 6 };
  return { series, ...aggregateRunners(series, expected) };
}

async function wroteSomething(name: string, runner: number): Promise<void> {
  const query = encodeURIComponent(`k6_attest_requests_total{testid="${name}",instance_id="${runner}"} > 0`);
  await until(`samples of runner ${runner}`, async () => {
    const answer = await fetch(`${prometheus}/api/v1/query?query=${query}`);
    const { data } = (await answer.json()) as { data: { result: unknown[] } };
    return data.result.length > 0 || undefined;
  });
}

const problemsOf = (runners: readonly { runner: string; problems: readonly string[] }[]) =>
  runners.flatMap(({ runner, problems }) => problems.map((problem) => `${runner}: ${problem}`));

describe('several k6 that write to one Prometheus', () => {
  it('add up to what the server was asked, request by request and bucket by bucket', async () => {
    const { runners, step } = await run('whole', 3);
    expect(problemsOf(runners)).toEqual([]);
    expect(runners.map(({ runner }) => runner)).toEqual(['1', '2', '3']);
    const seen = asked.whole ?? { requests: 0, slow: 0, failed: 0 };
    expect(runners.reduce((sum, { requests }) => sum + requests, 0)).toBe(seen.requests);
    expect(step.generator).toMatchObject({ isOrderly: true });
    expect(step.requests).toBeGreaterThan(300);
    // No request is both slow and failed here, so the histogram's boundary at 1 s and the scripts' counters must agree.
    expect(step.late).toBeGreaterThan(0);
    expect(slowByHistogram(step, promised)).toBe(step.late);
    expect(step.failed).toBeGreaterThan(0);
    expect(step.otherRevisions).toEqual([]);
    expect(step.dropped).toBe(0);
  });

  it('are told from one that was never there, one that was late and one that vanished', async () => {
    const { runners } = await run('broken', 4, { 2: 'absent', 3: 'late', 4: 'killed' });
    const problems = problemsOf(runners).join('\n');
    expect(problems).toMatch(/3: it started \d+ s after the first/);
    expect(problems).toMatch(/4: it vanished/);
    expect(problems).toMatch(/4 of 4: nothing was ever seen of it/);
    expect(problems).not.toMatch(/^1: /m);
  });
});
