import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type KubernetesRegion,
  type KubernetesSite,
  type ProbeAnswer,
  takeAway,
  UndoJournal,
} from '@attest/chaos';
import { type ClusterClient, clusterAccess, clusterClient } from '@attest/controllers/failover-adapters';
import type { Platform } from '@attest/platform';
import { stateFolder } from '../state-folder.js';
import type { RealGamedayTarget } from './real-target.js';

/** Longer than a request that changes something takes an API server that is busy. */
const requestTimeoutMs = 10_000;
const probeTimeoutMs = 5000;

/** Beyond what an experiment needs, Chaos Mesh takes its faults back by itself. */
const longestFaultSeconds = 300;

export interface Clusters {
  /** By region. */
  readonly clients: Readonly<Record<string, ClusterClient>>;
  readonly journal: UndoJournal;
  readonly journalFile: string;
}

/** What was made in the clusters of a target is written down in a file of its own, whichever run made it. */
export const journalFileOf = (directory: string, target: string): string =>
  path.join(stateFolder(directory), 'clusters', `${target.replaceAll(/[^\w.-]/g, '_')}.jsonl`);

/** Opens the way to the clusters of a target; changes nothing there. @throws ControllerError `not-configured` */
export async function openClusters(
  directory: string,
  { name, gameday }: RealGamedayTarget,
  readOnly: boolean,
): Promise<Clusters> {
  const clients: Record<string, ClusterClient> = {};
  for (const [region, { context }] of Object.entries(gameday.regions)) {
    clients[region] = clusterClient({
      access: await clusterAccess(context, gameday.kubeconfig),
      namespaces: gameday.namespaces,
      readOnly,
      send: { mode: 'execute', record: () => {}, timeoutMs: requestTimeoutMs },
      // What was broken is undone also after Ctrl-C.
      signal: new AbortController().signal,
    });
  }
  const file = journalFileOf(directory, name);
  return { clients, journal: new UndoJournal(file), journalFile: file };
}

/** Takes away what a run that was killed has left in the clusters; answers what that was. @throws ChaosError `fault-not-undone` */
export async function undoEarlier({ clients, journal }: Clusters): Promise<readonly string[]> {
  const undone: string[] = [];
  for (const entry of journal.left) {
    const client = Object.values(clients).find(({ name }) => name === entry.cluster);
    if (client === undefined) continue;
    await takeAway(client, journal, entry, (ms) => delay(ms));
    undone.push(`${entry.object.kind} ${entry.object.namespace}/${entry.object.name} in ${entry.cluster}`);
  }
  return undone;
}

export function clusterSite(
  platform: Platform,
  run: string,
  { gameday }: RealGamedayTarget,
  { clients, journal }: Clusters,
  monotonicMs: () => number,
): KubernetesSite {
  const regions: Record<string, KubernetesRegion> = {};
  for (const [region, { namespace, probes }] of Object.entries(gameday.regions)) {
    const client = clients[region];
    if (client !== undefined) regions[region] = { client, namespace, probes };
  }
  return {
    platform,
    run,
    regions,
    journal,
    longestSeconds: longestFaultSeconds,
    clock: { monotonicMs, sleep: (ms) => delay(ms) },
    probe: (url) => probeUrl(url, monotonicMs),
  };
}

async function probeUrl(url: string, monotonicMs: () => number): Promise<ProbeAnswer> {
  const begun = monotonicMs();
  const status = await fetch(url, { signal: AbortSignal.timeout(probeTimeoutMs), redirect: 'manual' }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return answer.status;
    },
    () => undefined,
  );
  return { status, tookMs: monotonicMs() - begun };
}
