import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  commonLabels,
  contract,
  type MetricDefinition,
  type Producer,
} from '@attest/instrumentation/contract';
import { arborKumori as platform } from '@attest/platform';
import { type Bed, startReference } from '@attest/reference';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monitoringFiles } from '../../cli/src/monitoring-files.js';
import { pathsOf } from '../../cli/src/tools-for-reference.js';

const parent = mkdtempSync(join(tmpdir(), 'attest-bed-'));
const runDirectory = join(parent, 'run');
const tempDirectory = join(parent, 'temp');
// Databases may run as another user, who has to pass through.
chmodSync(parent, 0o755);
mkdirSync(tempDirectory);
let bed: Bed;

beforeAll(async () => {
  const found = await findTools(['toxiproxy', 'prometheus', 'alertmanager', 'node_exporter', 'postgres']);
  bed = await startReference({
    platform,
    run: `bed-test-${process.pid}`,
    runDirectory,
    stateDirectory: join(parent, 'state'),
    tempDirectory,
    replication: 'sync',
    tools: pathsOf(found),
    monitoring: (endpoints) => monitoringFiles(platform, endpoints),
  });
});

afterAll(async () => {
  await bed?.stop();
  rmSync(parent, { recursive: true, force: true });
});

interface Stored {
  readonly id: string;
  readonly status: string;
  readonly epoch: number;
  readonly region: string;
  readonly hash: string;
}

async function write(service: string, path: string, body: object, key: string): Promise<Stored> {
  const answer = await fetch(`${bed.entrances[service]}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  expect([answer.status, answer.headers.get('x-attest-origin')]).toEqual([201, 'us-east-1']);
  return (await answer.json()) as Stored;
}

async function read(service: string, path: string, id: string): Promise<Stored & { result?: string }> {
  return (await (await fetch(`${bed.entrances[service]}${path}/${id}`)).json()) as Stored;
}

/** Things that take the platform a moment. */
const soon = { timeout: 30_000, interval: 250 };

describe('the reference platform', () => {
  it('acknowledges a write through the edge, with the epoch and region of the primary', async () => {
    const written = await write('arbor-api', '/api/memories', { content: 'remember' }, 'bed-1');
    expect(written).toMatchObject({ epoch: 1, region: 'us-east-1' });
    expect(await read('arbor-api', '/api/memories', written.id)).toMatchObject({ content: 'remember' });
  });

  it('has every acknowledged write on every standby, with the hash of what is really stored', async () => {
    const { hash } = await write('arbor-api', '/api/memories', { content: 'replicate' }, 'bed-2');
    for (const region of ['eu-west-1', 'ap-southeast-1']) {
      await bed.awaitReplay(region, 'us-east-1', 10_000);
      expect(await bed.readRows(region)).toContainEqual({ id: 'bed-2', hash, count: 1 });
    }
  });

  it('does the jobs that a write asks for, and tells the customer', async () => {
    const body = { content: 'work', requested: ['webhooks'] };
    const { id } = await write('arbor-api', '/api/memories', body, 'bed-3');
    await expect
      .poll(async () => (await read('arbor-api', '/api/memories', id)).status, soon)
      .toBe('processed');
    await expect
      .poll(async () => (await bed.notifications()).map(({ channel }) => channel), soon)
      .toContain('webhook');
  });

  it('turns a prompt into an image by a GPU worker', async () => {
    const prompt = { content: 'a red panda', model: platform.gpu?.models[0] };
    const { id } = await write('kumori-api', '/api/generations', prompt, 'bed-4');
    await expect
      .poll(() => read('kumori-api', '/api/generations', id), soon)
      .toMatchObject({
        status: 'succeeded',
        result: expect.stringMatching(/^https:/),
      });
  });

  it('is scraped by Prometheus, every part of it', async () => {
    const prometheus = bed.urls.find(({ name }) => name === 'prometheus')?.url;
    const targets = async () => {
      const answer = await fetch(`${prometheus}/api/v1/targets?state=active`);
      const { data } = (await answer.json()) as { data: { activeTargets: ActiveTarget[] } };
      return data.activeTargets;
    };
    await expect
      .poll(async () => (await targets()).filter(({ health }) => health !== 'up'), soon)
      .toEqual([]);
    const instances = platform.services.reduce((sum, { scaling }) => sum + scaling.minInstances, 0);
    await expect
      .poll(async () => (await targets()).filter(({ scrapePool }) => scrapePool === 'regions').length, soon)
      .toBeGreaterThan(instances * platform.regions.length);
  });

  it('emits the metrics of the contract, with their labels, and no others', async () => {
    const prometheus = bed.urls.find(({ name }) => name === 'prometheus')?.url;
    const definitions = contract as Record<string, MetricDefinition>;
    const seen = async (): Promise<Record<string, string>[]> => {
      const answer = await fetch(`${prometheus}/api/v1/series?match[]={service=~".%2B"}`);
      return ((await answer.json()) as { data: Record<string, string>[] }).data;
    };
    const named = (series: string): string =>
      series in definitions ? series : series.replace(/_(bucket|sum|count)$/, '');
    /** What others bring along: their exporters, and what Prometheus says of scrapes, rules and alerts. */
    const foreign = ({ __name__: name = '', job = '' }: Record<string, string>): boolean =>
      ['node_exporter', 'alertmanager', 'prometheus'].includes(job) ||
      /^(pg_|up$|scrape_|ALERTS)|:/.test(name);
    const producers: readonly Producer[] = [
      'http',
      'http-client',
      'worker',
      'queue',
      'replicate',
      'postgres',
      'ably',
      'circuit-breaker',
    ];
    const promised = Object.entries(definitions).filter(([, { producer }]) =>
      [...producers, 'edge', 'database-exporter', 'telemetry', 'runtime'].includes(producer),
    );
    // Nothing has been dropped and nothing has failed so far.
    const quiet = ['telemetry_dropped_total', 'telemetry_cardinality_overflow_total'];
    await expect
      .poll(async () => {
        const names = new Set((await seen()).map(({ __name__ = '' }) => named(__name__)));
        return promised.map(([name]) => name).filter((name) => !names.has(name) && !quiet.includes(name));
      }, soon)
      .toEqual([]);
    const beyond = (await seen())
      .filter((series) => !foreign(series))
      .flatMap(({ __name__ = '', ...labels }) => {
        const known = definitions[named(__name__)]?.labels;
        const allowed = ['job', 'instance', 'le', ...commonLabels, ...(known ?? [])];
        const extra = Object.keys(labels).filter((label) => !allowed.includes(label));
        return known && extra.length === 0 ? [] : [`${__name__} ${extra.join()}`];
      });
    expect([...new Set(beyond)]).toEqual([]);
  });

  it('restarts an instance that is killed, and says that it ended', async () => {
    const before = await bed.region('eu-west-1').status();
    const victim = before.instances.find(({ name }) => name.endsWith('kumori-api-1'));
    process.kill(victim?.pid ?? 0, 'SIGKILL');
    await expect
      .poll(async () => {
        const { instances } = await bed.region('eu-west-1').status();
        return instances.find(({ name }) => name === victim?.name);
      }, soon)
      .toMatchObject({ restarts: 1, ready: true });
    expect(bed.processFailures).toMatchObject([{ name: victim?.name, signal: 'SIGKILL' }]);
  });

  it('leaves nothing but its logs', async () => {
    const { proof, report } = await bed.stop();
    expect(proof).toEqual({ processesLeft: [], portsLeft: [], filesLeft: [] });
    expect(report.problems).toEqual([]);
    expect(readdirSync(tempDirectory)).toEqual([]);
    expect(readdirSync(join(runDirectory, 'logs'))).toContain('us-east-1.arbor-api-1.log');
  });
});

interface ActiveTarget {
  readonly health: string;
  readonly scrapePool: string;
}
