import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultName } from '@attest/chaos';
import { arborKumori } from '@attest/platform';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KubernetesSite } from '../../../chaos/src/kubernetes/kubernetes-site.js';
import { servicesOf } from '../../../chaos/src/kubernetes/region-of.js';
import { type FakeCluster, fakeCluster } from '../../../chaos/src/kubernetes/testing/fake-cluster.js';
import { leftovers } from '../../../chaos/src/kubernetes/undo-journal.js';
import { bundleRunner } from './bundle-runner.js';
import { phasesIn } from './phases-in.js';
import { startRunner } from './start-runner.js';
import { recordedBy, steps } from './step.js';

/*
 * Whoever breaks services in a cluster is killed (SIGKILL) at every step of one fault for each way in which it is undone there: within
 * 10 s the process that the run has started beside itself has taken away everything that was made. The API server is a fake,
 * with the documented errors; journal, clients, drivers and the process itself are the real ones.
 */

const restoredWithinMs = 10_000;
const namespace = 'production';
const services = servicesOf({ platform: arborKumori } as KubernetesSite);

/** One fault for each kind of object that is taken away, and one that the cluster heals by itself. */
const faultFor = {
  NetworkPolicy: 'database-unreachable',
  PodChaos: 'instance-pause',
  NetworkChaos: 'latency',
  'new pods': 'instance-kill',
} as const satisfies Readonly<Record<string, FaultName>>;
const cases = Object.entries(faultFor).flatMap(([what, fault]) =>
  steps.map((step) => [fault, what, step] as const),
);

describe.sequential('a runner that is killed', () => {
  let folder: string;
  let cluster: FakeCluster;
  let program: string;
  beforeAll(async () => {
    program = await bundleRunner('runner-in-cluster.ts');
    // A bundle of the command that is out of date is made anew by the first that runs.
    execFileSync(process.execPath, [attest, '--help'], { stdio: 'ignore' });
  });
  afterAll(() => rmSync(dirname(program), { recursive: true, force: true }));
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'attest-e2e-killed-'));
    cluster = await fakeCluster({ services, namespace });
    writeTarget(folder, cluster);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const start = async (fault: FaultName, step: (typeof steps)[number]) => {
    const runner = startRunner(program, { step, folder, args: [fault, step, folder] });
    await runner.ready;
    await runner.atItsStep;
    return runner;
  };
  const fingerprint = async () => ({
    objects: [...cluster.objects.keys()],
    pods: services.map(({ labels }) => cluster.pods.filter((pod) => pod.labels === labels).length),
    answers: await Promise.all(
      services.map(async ({ service }) => (await fetch(cluster.probe(service))).status),
    ),
  });
  const journal = () => {
    const file = join(folder, '.attest/state/clusters/production.jsonl');
    return existsSync(file) ? leftovers(readFileSync(file, 'utf8')) : [];
  };

  it.each(cases)('leaves nothing of %s (%s) when that happens at: %s', async (fault, _what, step) => {
    const before = await fingerprint();
    const runner = await start(fault, step);
    try {
      expect(keepers(folder)).toHaveLength(1);
      if (step === 'proven' && fault !== 'instance-kill') expect(await fingerprint()).not.toEqual(before);
      await runner.kill();
      await vi.waitFor(
        async () => expect([await fingerprint(), journal(), keepers(folder)]).toEqual([before, [], []]),
        { timeout: restoredWithinMs, interval: 50 },
      );
      expect(phasesIn(join(folder, 'evidence.jsonl'))).toEqual(recordedBy[step]);
    } finally {
      await runner.kill();
    }
  });

  it('leaves its fault where it is when whoever would undo it is killed first', async () => {
    const before = await fingerprint();
    const runner = await start('database-unreachable', 'proven');
    for (const pid of keepers(folder)) process.kill(pid, 'SIGKILL');
    await runner.kill();
    await delay(3000);
    expect(await fingerprint()).not.toEqual(before);
    expect(journal()).toHaveLength(services.length);
  });

  it('is undone as soon as the cluster answers again, if it does not at first', async () => {
    const before = await fingerprint();
    const runner = await start('database-unreachable', 'proven');
    cluster.trouble = { status: 403, reason: 'Forbidden', times: 2 };
    await runner.kill();
    await vi.waitFor(async () => expect([await fingerprint(), journal()]).toEqual([before, []]), {
      timeout: restoredWithinMs,
      interval: 50,
    });
    expect(cluster.trouble.times).toBe(0);
  });
});

const attest = join(import.meta.dirname, '../../../cli/bin/attest.js');

function writeTarget(folder: string, cluster: FakeCluster): void {
  const probes = Object.fromEntries(services.map(({ service }) => [service, cluster.probe(service)]));
  const kubeconfig = join(folder, 'kubeconfig.json');
  const target = {
    name: 'production',
    environment: 'production',
    entrances: {},
    gameday: {
      kind: 'kubernetes',
      kubeconfig,
      namespaces: [namespace],
      regions: { 'us-east-1': { context: 'us', namespace, probes } },
    },
  };
  writeFileSync(join(folder, 'target.json'), JSON.stringify(target));
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'us',
      clusters: [{ name: 'prod-us', cluster: { server: cluster.url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'attest', user: { token: cluster.token } }],
      contexts: [{ name: 'us', context: { cluster: 'prod-us', user: 'attest' } }],
    }),
  );
}

/** Processes that keep an eye on a run in this folder. */
function keepers(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return command.includes('keep-clusters') && readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    })
    .map(Number);
}
