import type { PodSeen } from '@attest/controllers/failover-adapters';
import { ChaosError } from '../chaos-error.js';
import type { Disturbance, InstanceDriver, Proof } from '../target/index.js';
import type { KubernetesSite } from './kubernetes-site.js';
import { MadeObjects } from './made-objects.js';
import { refused } from './refused.js';
import { regionOf, type ServicePods, servicesOf } from './region-of.js';
import { lookUntil } from './until.js';

const goneWithinMs = 15_000;
const failedWithinMs = 60_000;
/** An image may have to be pulled on another node. */
const backWithinMs = 180_000;
const lookAgainMs = 2000;
/** So often must a pod have been killed to be in a loop. */
const deathsOfALoop = 2;

interface Victim extends ServicePods {
  readonly pod: PodSeen;
}

/** Strikes one pod of every service of a region; the cluster finds out for itself, and brings it back. */
export function podDriver(site: KubernetesSite): InstanceDriver {
  const ready = new Map<string, number>();
  let victims: readonly Victim[] = [];
  const podsOf = async (region: string, { labels }: ServicePods) => {
    const { client, namespace } = regionOf(site, region);
    return (await client.listPods(namespace, labels)).filter(({ isLeaving }) => !isLeaving);
  };
  const readyPods = async (region: string, service: ServicePods) =>
    (await podsOf(region, service)).filter(({ isReady }) => isReady);

  /** Remembers how many pods are ready, and chooses one of each service, before anything is touched. */
  const choose = async (region: string) => {
    const chosen: Victim[] = [];
    for (const service of servicesOf(site)) {
      const pods = await readyPods(region, service);
      const [pod] = pods.toSorted((a, b) => a.name.localeCompare(b.name));
      if (pod === undefined) {
        throw new ChaosError(
          'not-steady',
          `${service.service} in ${region}: no pod with the labels ${JSON.stringify(service.labels)} is ready in the namespace ${regionOf(site, region).namespace}`,
          'deploy it, or correct the namespace in the target’s gameday.regions and the labels in the catalog',
        );
      }
      ready.set(service.service, pods.length);
      chosen.push({ ...service, pod });
    }
    victims = chosen;
  };
  const isThere = async (region: string, { pod, ...service }: Victim) =>
    (await podsOf(region, service)).some(({ uid }) => uid === pod.uid);

  const backProofs = async (region: string): Promise<Proof[]> => {
    const proofs: Proof[] = [];
    for (const service of servicesOf(site)) {
      const wanted = ready.get(service.service);
      if (wanted === undefined) continue;
      const now = (await readyPods(region, service)).length;
      proofs.push({
        probe: `ready pods of ${service.service} in ${region}`,
        expected: `${wanted} or more`,
        observed: String(now),
        ok: now >= wanted,
      });
    }
    return proofs;
  };
  const awaitBack = async (region: string) =>
    void (await lookUntil(site.clock, backWithinMs, () => backProofs(region), allOk));
  const kill = async (region: string, pods: readonly PodSeen[]) => {
    const { client, namespace } = regionOf(site, region);
    for (const pod of pods) await client.killPod(namespace, pod);
  };
  /** Nothing was struck: there is nothing to look at, and nothing to be back. */
  const untouched = (region: string): Proof => ({
    probe: `pods in ${region}`,
    expected: 'untouched',
    observed: 'untouched',
    ok: true,
  });
  const proveBack = async (region: string): Promise<Proof[]> => {
    const proofs = await backProofs(region);
    return proofs.length === 0 ? [untouched(region)] : proofs;
  };

  const objects = new MadeObjects(site);
  let loop: CrashLoop | undefined;
  return {
    killed: (region): Disturbance => ({
      async inject() {
        await choose(region);
        await kill(
          region,
          victims.map(({ pod }) => pod),
        );
        for (const victim of victims)
          await lookUntil(
            site.clock,
            goneWithinMs,
            () => isThere(region, victim),
            (there) => !there,
          );
      },
      prove: () => proveGone(victims, (victim) => isThere(region, victim)),
      undo: () => awaitBack(region),
      proveUndone: () => proveBack(region),
    }),
    paused: (region): Disturbance => ({
      async inject() {
        await choose(region);
        const { namespace } = regionOf(site, region);
        for (const { service, labels } of victims) {
          await objects.make(regionOf(site, region), {
            kind: 'PodChaos',
            namespace,
            name: objectName(site, `pod-failure-${service}`),
            labels: objectLabels(site),
            spec: {
              action: 'pod-failure',
              mode: 'one',
              duration: `${site.longestSeconds}s`,
              selector: { namespaces: [namespace], labelSelectors: labels },
            },
          });
        }
      },
      // That the object exists proves nothing: a pod must be seen that is no longer ready.
      prove: () =>
        lookUntil(
          site.clock,
          failedWithinMs,
          async () => [...(await objects.proveInjected()), ...(await fewerReady(region))],
          allOk,
        ),
      async undo() {
        await objects.takeAll();
        await awaitBack(region);
      },
      proveUndone: async () => [...(await objects.proveGone()), ...(await proveBack(region))],
    }),
    crashing: (region): Disturbance => ({
      async inject() {
        await choose(region);
        loop = new CrashLoop(site.clock, victims, async (victim) => {
          const [next] = await readyPods(region, victim);
          if (next !== undefined) await kill(region, [next]);
          return next?.uid;
        });
        const running = loop;
        await lookUntil(site.clock, failedWithinMs, async () => running.proofs(), allOk);
      },
      prove: async () => loop?.proofs() ?? [],
      async undo() {
        await loop?.stop();
        await awaitBack(region);
      },
      proveUndone: () => proveBack(region),
    }),
    misbehaving: (region) =>
      refused(
        () =>
          new ChaosError(
            'unsupported-by-target',
            `the services in ${region}: nobody but they themselves could answer wrongly or late`,
            'choose another experiment, or let a service mesh do it (Istio `abort` and `delay`)',
          ),
        async () => [untouched(region)],
      ),
  };

  async function fewerReady(region: string): Promise<Proof[]> {
    const proofs: Proof[] = [];
    for (const victim of victims) {
      const before = ready.get(victim.service) ?? 0;
      const now = (await readyPods(region, victim)).length;
      proofs.push({
        probe: `ready pods of ${victim.service} in ${region}`,
        expected: `fewer than ${before}`,
        observed: String(now),
        ok: now < before,
      });
    }
    return proofs;
  }
}

async function proveGone(
  victims: readonly Victim[],
  isThere: (victim: Victim) => Promise<boolean>,
): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for (const victim of victims) {
    const there = await isThere(victim);
    proofs.push({
      probe: `pod ${victim.pod.name} (uid ${victim.pod.uid})`,
      expected: 'gone',
      observed: there ? 'still there' : 'gone',
      ok: !there,
    });
  }
  return proofs;
}

/** Kills a pod of each service again whenever one is ready, until it is stopped. */
class CrashLoop {
  readonly #deaths: Map<string, Set<string>>;
  readonly #work: Promise<void>;
  #stopped = false;
  #failure: unknown;

  constructor(
    private readonly clock: KubernetesSite['clock'],
    victims: readonly Victim[],
    killOne: (victim: Victim) => Promise<string | undefined>,
  ) {
    this.#deaths = new Map(victims.map(({ service }) => [service, new Set()]));
    this.#work = this.#kill(victims, killOne).catch((error: unknown) => {
      this.#failure = error;
    });
  }

  proofs(): Proof[] {
    return [...this.#deaths].map(([service, uids]) => ({
      probe: `deaths of pods of ${service}`,
      expected: `${deathsOfALoop} or more`,
      observed: `${uids.size}${this.#failure === undefined ? '' : `, then: ${String(this.#failure)}`}`,
      ok: uids.size >= deathsOfALoop && this.#failure === undefined,
    }));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#work;
  }

  async #kill(
    victims: readonly Victim[],
    killOne: (victim: Victim) => Promise<string | undefined>,
  ): Promise<void> {
    while (!this.#stopped) {
      for (const victim of victims) {
        const uid = await killOne(victim);
        if (uid !== undefined) this.#deaths.get(victim.service)?.add(uid);
      }
      await this.clock.sleep(lookAgainMs);
    }
  }
}

const allOk = (proofs: readonly Proof[]) => proofs.every(({ ok }) => ok);

/** At most 63 characters, of which names of objects may consist. */
export const objectName = ({ run }: KubernetesSite, what: string): string =>
  `attest-${what}-${run.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`.slice(0, 63).replace(/-+$/, '');

export const objectLabels = ({ run }: KubernetesSite): Record<string, string> => ({
  'app.kubernetes.io/managed-by': 'attest',
  'attest.dev/run': run.slice(0, 63),
});
