import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gamedayRules } from '@attest/controllers';
import { clusterClient, Secret } from '@attest/controllers/failover-adapters';
import { judge } from '@attest/evidence';
import { arborKumori, claims } from '@attest/platform';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Experiment, expectations, experiments } from '../experiments/index.js';
import { faults } from '../faults/index.js';
import { type FakeRun, fakeRun, type Misbehaviour } from '../gameday/testing/fake-run.js';
import type { Disturbance } from '../target/index.js';
import type { KubernetesSite } from './kubernetes-site.js';
import { kubernetesTarget } from './kubernetes-target.js';
import { servicesOf } from './region-of.js';
import { type FakeCluster, type FakeClusterOptions, fakeCluster } from './testing/fake-cluster.js';
import { leftovers, takeAway, UndoJournal } from './undo-journal.js';

const namespace = 'production';
const region = 'us-east-1';
const link = { between: [region, region], what: 'postgres' } as const;
const entrance = { between: ['outside', region] } as const;
const services = servicesOf({ platform: arborKumori } as KubernetesSite);

interface PortRange {
  readonly protocol: string;
  readonly port: number;
  readonly endPort: number;
}

interface Setting extends Partial<FakeClusterOptions> {
  readonly namespaces?: readonly string[];
  readonly readOnly?: boolean;
  readonly token?: string;
}

async function setting({
  namespaces = [namespace],
  readOnly = false,
  token = 'hunter2',
  ...more
}: Setting = {}) {
  const cluster = await fakeCluster({ services, namespace, ...more });
  const folder = mkdtempSync(path.join(tmpdir(), 'attest-cluster-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const journalFile = path.join(folder, 'clusters', 'journal.jsonl');
  const journal = new UndoJournal(journalFile);
  const client = clientOf(cluster, { namespaces, readOnly, token });
  let nowMs = 0;
  const site: KubernetesSite = {
    platform: arborKumori,
    run: '20260102T030405Z-test-1234',
    regions: {
      [region]: {
        client,
        namespace,
        probes: Object.fromEntries(services.map(({ service }) => [service, cluster.probe(service)])),
      },
    },
    journal,
    longestSeconds: 300,
    clock: {
      monotonicMs: () => nowMs,
      async sleep(ms) {
        nowMs += ms;
        // Requests that are under way come further meanwhile.
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    },
    async probe(url) {
      const begun = performance.now();
      const { status } = await fetch(url);
      return { status, tookMs: performance.now() - begun };
    },
  };
  const target = kubernetesTarget(site, {
    name: 'prod',
    environment: namespace,
    revision: 'r1',
    entrances: {},
  });
  return { cluster, client, journal, journalFile, site, target };
}

const clientOf = (
  { url }: Pick<FakeCluster, 'url'>,
  { namespaces, readOnly, token }: { namespaces: readonly string[]; readOnly: boolean; token: string },
) =>
  clusterClient({
    access: {
      name: 'prod-us',
      address: { server: url, authorization: new Secret(`Bearer ${token}`, 'token') },
    },
    namespaces,
    readOnly,
    send: {
      mode: 'execute',
      record: () => {},
      timeoutMs: 2000,
      limits: { attempts: 3, backoffMs: 1, longestPauseMs: 50 },
    },
    signal: new AbortController().signal,
  });

const isProven = async (proofs: ReturnType<Disturbance['prove']>) => {
  const all = await proofs;
  return all.length > 0 && all.every(({ ok }) => ok);
};

describe('a pod of each service', () => {
  it('is killed, proven by its uid, and its return is proven by as many ready pods as before', async () => {
    const { target, cluster } = await setting();
    const before = new Set(cluster.pods.map(({ uid }) => uid));
    const killed = target.instances?.killed(region) as Disturbance;
    await killed.inject();
    const proofs = await killed.prove();
    expect(proofs.map(({ probe, observed }) => `${probe.replace(/.*\(|\)/g, '')} ${observed}`)).toEqual(
      services.map((_, index) => expect.stringMatching(`uid-${index * 3 + 1} gone`)),
    );
    expect(cluster.pods.filter(({ uid }) => !before.has(uid))).toHaveLength(services.length);
    await killed.undo();
    expect(await isProven(killed.proveUndone())).toBe(true);
  });

  it('is not proven to be back when nobody replaces it', async () => {
    const { target } = await setting({ replacesPods: false });
    const killed = target.instances?.killed(region) as Disturbance;
    await killed.inject();
    await killed.undo();
    expect(await isProven(killed.proveUndone())).toBe(false);
  });

  it('is left alone when another one has taken its name', async () => {
    const { client, cluster } = await setting();
    const [pod] = cluster.pods;
    await client.killPod(namespace, { name: pod?.name ?? '', uid: 'uid-of-before' });
    expect(cluster.pods).toContain(pod);
  });

  it('is killed again and again, until that is stopped', async () => {
    const { target, cluster } = await setting();
    const crashing = target.instances?.crashing(region) as Disturbance;
    await crashing.inject();
    expect(await isProven(crashing.prove())).toBe(true);
    await crashing.undo();
    const uids = cluster.pods.map(({ uid }) => uid);
    expect(await isProven(crashing.proveUndone())).toBe(true);
    expect(cluster.pods.map(({ uid }) => uid)).toEqual(uids);
  });

  it('fails by Chaos Mesh, which is seen by the pods and not by the object', async () => {
    const { target, cluster, journal } = await setting();
    const paused = target.instances?.paused(region) as Disturbance;
    await paused.inject();
    expect([...cluster.objects.keys()]).toEqual(
      services.map(({ service }) => expect.stringMatching(`^podchaos/attest-pod-failure-${service}`)),
    );
    expect(journal.left).toHaveLength(services.length);
    expect(await isProven(paused.prove())).toBe(true);
    await paused.undo();
    expect(await isProven(paused.proveUndone())).toBe(true);
    expect([cluster.objects.size, journal.left.length]).toEqual([0, 0]);
  });

  it('cannot fail so where Chaos Mesh is not installed', async () => {
    const { target, journal } = await setting({ hasChaosMesh: false });
    const paused = target.instances?.paused(region) as Disturbance;
    await expect(paused.inject()).rejects.toMatchObject({
      code: 'unsupported-by-target',
      message: expect.stringContaining('Chaos Mesh is not installed'),
    });
    await paused.undo();
    expect(journal.left).toEqual([]);
  });

  it('is not looked for in vain', async () => {
    const { target } = await setting({ replicas: 0 });
    await expect(target.instances?.killed(region).inject()).rejects.toThrow(/no pod with the labels/);
  });
});

describe('a network policy', () => {
  it('cuts services off their database, as a probe from outside sees, and is gone afterwards', async () => {
    const { target, cluster, journal } = await setting();
    await target.links?.cut(link);
    const [policy] = [...cluster.objects.values()];
    expect(policy?.spec).toMatchObject({
      policyTypes: ['Egress'],
      podSelector: { matchLabels: services[0]?.labels },
    });
    const [egress] = (policy?.spec.egress ?? []) as { ports: PortRange[] }[];
    const ports = egress?.ports;
    const allows = (port: number) =>
      ports?.some((it) => it.protocol === 'TCP' && it.port <= port && port <= it.endPort);
    expect([allows(443), allows(5431), allows(5432), allows(5433)]).toEqual([true, true, false, true]);
    expect((await target.links?.proveCut(link))?.map(({ ok }) => ok)).toEqual(services.map(() => true));
    await target.links?.restore(link);
    expect((await target.links?.proveRestored(link))?.every(({ ok }) => ok)).toBe(true);
    expect([cluster.objects.size, journal.left.length]).toEqual([0, 0]);
  });

  it('that nobody enforces proves nothing', async () => {
    const { target } = await setting({ enforcesPolicies: false });
    await target.links?.cut(link);
    expect((await target.links?.proveCut(link))?.some(({ ok }) => ok)).toBe(false);
  });
});

describe('links', () => {
  it('are slow by Chaos Mesh, as measured from outside', async () => {
    const { target, cluster } = await setting();
    await target.links?.slow(entrance, 120);
    expect((await target.links?.proveSlow(entrance, 120))?.every(({ ok }) => ok)).toBe(true);
    await target.links?.restore(entrance);
    expect((await target.links?.proveRestored(entrance))?.every(({ ok }) => ok)).toBe(true);
    expect(cluster.objects.size).toBe(0);
  });

  it('that nobody outside sees are left alone', async () => {
    const { target, cluster } = await setting();
    const site = { primary: region, takeover: 'eu-west-1' };
    for (const name of ['partition', 'replicate-hang', 'flapping-partition'] as const) {
      await expect(faults[name].inject(target, site)).rejects.toMatchObject({
        code: 'unsupported-by-target',
      });
      await faults[name].undo(target, site);
    }
    expect([cluster.objects.size, [...cluster.asked]]).toEqual([0, []]);
  });
});

describe('what is not allowed', () => {
  it('is a namespace that nobody named: nothing is asked of the cluster', async () => {
    const { target, cluster } = await setting({ namespaces: ['staging'] });
    await expect(target.instances?.killed(region).inject()).rejects.toMatchObject({
      code: 'not-configured',
      message: expect.stringContaining('the namespace production is not allowed; allowed are staging'),
      fix: expect.stringContaining('gameday.namespaces'),
    });
    expect([...cluster.asked]).toEqual([]);
  });

  it('is any change when only watching was asked for', async () => {
    const { target, cluster, client } = await setting({ readOnly: true });
    await expect(target.links?.cut(link)).rejects.toThrow(/read-only/);
    await expect(target.instances?.killed(region).inject()).rejects.toThrow(/read-only/);
    await expect(client.remove({ kind: 'PodChaos', namespace, name: 'x' })).rejects.toThrow(/read-only/);
    expect([...cluster.asked]).toEqual(['list pods in production']);
  });
});

describe('the API server', () => {
  it.each([
    ['a token that has expired', { status: 401, reason: 'Unauthorized' }, 'unauthorized', /expired/],
    [
      'a role that may not',
      { status: 403, reason: 'Forbidden' },
      'forbidden',
      /it needs: list on pods in the namespace production/,
    ],
    [
      'too many requests, for long',
      { status: 429, reason: 'TooManyRequests', headers: { 'retry-after': '60' } },
      'rate-limited',
      /after 60 s/,
    ],
    ['an API server that starts', { status: 503, reason: 'ServiceUnavailable' }, 'unavailable', /incident/],
  ] as const)('says what is wrong after %s', async (_what, trouble, code, fix) => {
    const { cluster, target } = await setting();
    cluster.trouble = { ...trouble, times: 99 };
    await expect(target.instances?.killed(region).inject()).rejects.toMatchObject({
      code,
      fix: expect.stringMatching(fix),
    });
  });

  it('is asked again when it is only busy', async () => {
    const { cluster, target } = await setting();
    cluster.trouble = { status: 429, reason: 'TooManyRequests', headers: { 'retry-after': '0' }, times: 2 };
    const killed = target.instances?.killed(region) as Disturbance;
    await killed.inject();
    expect(await isProven(killed.prove())).toBe(true);
  });

  it('does not know a token that is none', async () => {
    const { target } = await setting({ token: 'wrong' });
    await expect(target.instances?.killed(region).inject()).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('a game day on a cluster', () => {
  const experiment: Experiment = {
    ...experiments.latency,
    load: { ...experiments.latency.load, writesPerSecond: 10, gpuWritesPerSecond: 0, readsPerSecond: 10 },
  };
  const verdicts = ({ evidence }: FakeRun) =>
    Object.fromEntries(
      judge(
        [
          ...experiment.expectations.map((id) => ({ id, ...expectations[id](arborKumori) })),
          ...claims(arborKumori).filter(({ id }) => id === 'failover.detection-time'),
        ],
        evidence,
      ).claims.map(({ id, verdict, reason }) => [id, `${verdict}: ${reason}`]),
    );
  const run = async (wrong: Misbehaviour = {}, readOnly = false) => {
    const it = await setting({ readOnly });
    return { ...it, run: await fakeRun(experiment, wrong, { target: it.target, readOnly }) };
  };

  it('judges what clients saw, and promises nothing of what a cluster cannot tell', async () => {
    const { run: ended, cluster, journal } = await run();
    expect(verdicts(ended)).toEqual({
      'expectation.served': expect.stringMatching(/^held/),
      'expectation.no-failover': expect.stringMatching(/^inconclusive.*is not listened to/),
      'expectation.no-loss': expect.stringMatching(/^inconclusive.*nobody reads the databases/),
      'failover.detection-time': expect.stringMatching(/^inconclusive.*is not listened to/),
    });
    expect([cluster.objects.size, journal.left.length]).toEqual([0, 0]);
  });

  it('undoes everything when somebody aborts it', async () => {
    const { run: ended, cluster, journal } = await run({ interruptedAfterMs: 20_000 });
    expect(ended.log.slice(-1)).toEqual(['undone, on disk']);
    expect(ended.evidence.some(({ kind }) => kind === 'interrupted')).toBe(true);
    expect([cluster.objects.size, journal.left.length]).toEqual([0, 0]);
  });

  it('only watches when it is read-only, and decides nothing', async () => {
    const { run: ended, cluster } = await run({}, true);
    expect(ended.log).toEqual([]);
    expect(Object.values(verdicts(ended)).every((it) => it.startsWith('inconclusive'))).toBe(true);
    expect([...cluster.asked]).toEqual([]);
  });
});

it('asks no more of a cluster than the generated role allows, and needs all of it', async () => {
  const { target, cluster } = await setting();
  for (const fault of ['killed', 'paused'] as const) {
    const disturbance = target.instances?.[fault](region) as Disturbance;
    await disturbance.inject();
    await disturbance.prove();
    await disturbance.undo();
  }
  await target.links?.cut(link);
  await target.links?.restore(link);
  await target.links?.slow(entrance, 1);
  await target.links?.restore(entrance);
  const allowed = gamedayRules.flatMap(({ apiGroups: [group], resources, verbs }) =>
    resources.flatMap((resource) =>
      verbs.map((verb) => `${verb} ${group === '' ? '' : `${group}/`}${resource} in ${namespace}`),
    ),
  );
  expect([...cluster.asked].toSorted()).toEqual(allowed.toSorted());
});

describe('what a killed run leaves behind', () => {
  const wait = async () => {};

  it('is taken away by the next one, from the journal', async () => {
    const { cluster, client, journal, journalFile } = await setting();
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', cutAndWait, cluster.url, cluster.token, journalFile],
      { stdio: ['ignore', 'pipe', 'inherit'], cwd: import.meta.dirname },
    );
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(cluster.objects.size).toBeGreaterThan(0);
    expect(journal.left).toHaveLength(cluster.objects.size);
    for (const entry of journal.left) await takeAway(client, journal, entry, wait);
    expect([cluster.objects.size, journal.left.length]).toEqual([0, 0]);
  });

  it('is also what it was killed before making', async () => {
    const { client, journal, cluster } = await setting();
    const object = { kind: 'NetworkPolicy', namespace, name: 'never-made' } as const;
    journal.write({ phase: 'intent', cluster: 'prod-us', object });
    for (const entry of journal.left) await takeAway(client, journal, entry, wait);
    expect([cluster.objects.size, journal.left.length]).toEqual([0, 0]);
  });

  it('is found although its last line is torn', () => {
    const object = { kind: 'PodChaos', namespace, name: 'a' } as const;
    const line = JSON.stringify({ phase: 'intent', cluster: 'c', object });
    expect(leftovers(`${line}\n{"phase":"undo`)).toHaveLength(1);
    expect(leftovers(`${line}\n{"phase":"undo\n${line.replace('intent', 'undone')}\n`)).toEqual([]);
  });

  it('is not forgotten when it cannot be taken away', async () => {
    const { cluster, client, journal, journalFile, target } = await setting();
    await target.links?.cut(link);
    cluster.trouble = { status: 403, reason: 'Forbidden', times: 99 };
    const [entry] = journal.left;
    if (entry === undefined) throw new Error('nothing was made');
    await expect(takeAway(client, journal, entry, wait)).rejects.toMatchObject({ code: 'forbidden' });
    expect(journal.left).toHaveLength(services.length);
    expect(existsSync(journalFile) && readFileSync(journalFile, 'utf8')).not.toContain('hunter2');
  });
});

/** Another process, from the compiled packages: it cuts, says so, and never gets to undo it. */
const cutAndWait = `
import { arborKumori } from '@attest/platform';
import { kubernetesTarget, UndoJournal } from '@attest/chaos';
import { clusterClient, Secret } from '@attest/controllers/failover-adapters';
const [url, token, file] = process.argv.slice(1);
const client = clusterClient({
  access: { name: 'prod-us', address: { server: url, authorization: new Secret('Bearer ' + token, 'token') } },
  namespaces: ['production'], readOnly: false,
  send: { mode: 'execute', record: () => {}, timeoutMs: 2000 }, signal: new AbortController().signal,
});
const probes = Object.fromEntries(arborKumori.services.map(({ id }) => [id, url + '/probe/' + id]));
const target = kubernetesTarget({
  platform: arborKumori, run: 'killed', longestSeconds: 300, journal: new UndoJournal(file),
  regions: { 'us-east-1': { client, namespace: 'production', probes } },
  clock: { monotonicMs: () => performance.now(), sleep: (ms) => new Promise((r) => setTimeout(r, ms)) },
  probe: async (it) => ({ status: (await fetch(it)).status, tookMs: 1 }),
}, { name: 'prod', environment: 'production', revision: 'r', entrances: {} });
await target.links.cut({ between: ['us-east-1', 'us-east-1'], what: 'postgres' });
console.log('cut');
setInterval(() => {}, 1000);
`;
