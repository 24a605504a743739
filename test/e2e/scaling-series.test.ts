import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { VerdictDocument } from '@attest/evidence';
import { arborKumori } from '@attest/platform';
import { stressService } from '@attest/reference';
import { findTool } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pickPort } from '../../reference/src/processes/port.js';
import { attestIn } from './command-line.js';
import { Program } from './program.js';

const folder = mkdtempSync(path.join(tmpdir(), 'attest-e2e-scaling-'));
const service = arborKumori.services[0] ?? expect.fail('the catalog has no service');
const { observations } = stressService(arborKumori, service);
const periodSeconds = 15;
/** Aligned to the period, and two hours ago at most: the head of the database begins where the blocks end. */
const beganAt = Math.floor((Date.now() / 1000 - 3 * 3600) / periodSeconds) * periodSeconds;
const endedAt = beganAt + (observations.at(-1)?.t ?? 0);
let prometheus: string;
let program: Program | undefined;

type Line = [name: string, labels: Record<string, string>, value: number, at: number];

/**
 * The series of a cluster in which this happened to a deployment: pods come and go, and use so much CPU and memory.
 *
 * @param replicasAt how many there are at an observation
 */
function clusterSeries(deployment: string, replicasAt: (index: number) => number): Line[] {
  const lines: Line[] = [];
  const cpuSeconds = new Map<number, number>();
  const { cpuMilli, memoryMib } = service.container.resources.requests;
  for (const [index, { t, utilization, counted = 0 }] of observations.entries()) {
    const at = beganAt + t;
    const replicas = replicasAt(index);
    lines.push(['kube_deployment_spec_replicas', { deployment }, replicas, at]);
    const upcoming = Math.max(replicas, index + 1 < observations.length ? replicasAt(index + 1) : 0);
    for (let ordinal = 0; ordinal < upcoming; ordinal += 1) {
      const labels = { pod: `${deployment}-7d9c5b8f4-${String(ordinal).padStart(5, 'x')}` };
      const container = { ...labels, container: 'api' };
      const isReady = ordinal < Math.min(counted, replicas);
      const usedSeconds = isReady ? (((utilization.cpu ?? 0) / 100) * cpuMilli * periodSeconds) / 1000 : 0;
      const total = (cpuSeconds.get(ordinal) ?? 0) + usedSeconds;
      cpuSeconds.set(ordinal, total);
      lines.push(['container_cpu_usage_seconds_total', container, total, at]);
      if (ordinal >= replicas) continue;
      const memory = ((utilization.memory ?? 0) / 100) * memoryMib * 2 ** 20;
      lines.push(
        ['kube_pod_status_ready', { ...labels, condition: 'true' }, isReady ? 1 : 0, at],
        ['kube_pod_container_resource_requests', { ...container, resource: 'cpu' }, cpuMilli / 1000, at],
        [
          'kube_pod_container_resource_requests',
          { ...container, resource: 'memory' },
          memoryMib * 2 ** 20,
          at,
        ],
        ['container_memory_working_set_bytes', container, memory, at],
      );
    }
    for (const ordinal of cpuSeconds.keys()) if (ordinal >= upcoming) cpuSeconds.delete(ordinal);
  }
  return lines;
}

/** Source: OpenMetrics 1.0; every family's lines must stand together. */
function openMetrics(lines: readonly Line[]): string {
  const names = [...new Set(lines.map(([name]) => name))];
  const text = names.flatMap((name) => [
    `# TYPE ${name.replace(/_total$/, '')} ${name.endsWith('_total') ? 'counter' : 'gauge'}`,
    ...lines
      .filter((line) => line[0] === name)
      .map(([, labels, value, at]) => {
        const pairs = Object.entries({ namespace: 'production', ...labels });
        return `${name}{${pairs.map(([key, each]) => `${key}="${each}"`).join(',')}} ${value} ${at}`;
      }),
  ]);
  return `${text.join('\n')}\n# EOF\n`;
}

beforeAll(async () => {
  const seen = (index: number) => observations[index]?.replicas ?? 0;
  const stays = observations.findIndex(({ replicas }) => replicas === 12);
  const text = openMetrics([
    ...clusterSeries('arbor-api', seen),
    // Its pods begin with the same name.
    ...clusterSeries('arbor-api-canary', () => 1),
    // Somebody has set it by hand, and it has more instances than anything asked for.
    ...clusterSeries('by-hand', (index) => (index === 2 ? seen(index) + 1 : seen(index))),
    // It stops listening on the way up.
    ...clusterSeries('deaf', (index) => (index > stays ? Math.min(12, seen(index)) : seen(index))),
  ]);
  const file = path.join(folder, 'series.txt');
  const data = path.join(folder, 'data');
  writeFileSync(file, text);
  mkdirSync(data);
  execFileSync((await findTool('promtool')).path, [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    '--quiet',
    file,
    data,
  ]);
  const port = await pickPort();
  prometheus = `http://127.0.0.1:${port}`;
  writeFileSync(path.join(folder, 'prometheus.yml'), 'global: {}\n');
  program = new Program((await findTool('prometheus')).path, [
    `--config.file=${path.join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    `--web.listen-address=127.0.0.1:${port}`,
    // Blocks that were made afterwards have no markers of pods that are gone, which scraped series have.
    '--query.lookback-delta=14s',
  ]);
  await program.ready(`${prometheus}/-/ready`);
});

afterAll(async () => {
  await program?.stop();
  rmSync(folder, { recursive: true });
});

async function judge(...args: string[]) {
  const minutes = String(Math.ceil((endedAt - beganAt) / 60) + 1);
  const all = ['capacity', 'scaling', '--service', service.id, '--prometheus', prometheus, '--json'];
  const { exitCode, stdout, stderr } = await attestIn(
    folder,
    ...[...all, '--minutes', minutes, '--at', String(endedAt), ...args],
  ).ended;
  const { claims = [] } = (stdout === '' ? {} : JSON.parse(stdout)) as Partial<VerdictDocument>;
  const verdicts = Object.fromEntries(
    claims.map(({ id, verdict }) => [id.replace(`${service.id}.`, ''), verdict]),
  );
  return { exitCode, stderr, claims, verdicts };
}

describe('the autoscaler of a cluster, as its Prometheus shows it', () => {
  it('holds what it promises when every step is the one that Kubernetes computes', async () => {
    const { exitCode, verdicts, claims } = await judge();
    expect(verdicts).toEqual({
      'scaling.minimum': 'held',
      'scaling.maximum': 'held',
      'scaling.cpu-target': 'held',
      'scaling.memory-target': 'held',
      'cost.scale-down-delay': 'held',
      'expectation.flapping': 'held',
      'expectation.at-the-limit': 'inconclusive',
      'expectation.minimum-reachable': 'held',
    });
    expect(exitCode).toBe(3);
    const steps = claims.find(({ id }) => id.endsWith('cpu-target'));
    expect(steps?.reason).toContain('3 5 8 12 18 26 38 50');
    expect(steps?.modelled).toBeUndefined();
  });

  it.each([
    ['by-hand', /it went from 3 to \d+ instances; Kubernetes computes/],
    ['deaf', /there were 12 instances for 45 s and more/],
  ])('breaks it for %s', async (deployment, reason) => {
    const { exitCode, claims } = await judge('--deployment', deployment);
    expect(exitCode).toBe(1);
    expect(claims.find(({ id }) => id.endsWith('cpu-target'))).toMatchObject({
      verdict: 'broken',
      reason: expect.stringMatching(reason),
    });
  });

  it('says what is missing where nothing of it is known', async () => {
    const { exitCode, stderr, claims } = await judge('--namespace', 'elsewhere');
    expect(exitCode).toBe(3);
    expect(stderr).toContain('kube_deployment_spec_replicas has no value');
    expect(claims.filter(({ verdict }) => verdict === 'held')).toEqual([]);
  });
});
