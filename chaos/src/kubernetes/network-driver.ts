import { ChaosError } from '../chaos-error.js';
import { chaosMeshSpecs } from '../export/chaos-mesh-specs.js';
import type { LinkChoice, LinkDriver, Proof } from '../target/index.js';
import { answersWell, describeAnswer, type KubernetesSite, type ProbeAnswer } from './kubernetes-site.js';
import { MadeObjects } from './made-objects.js';
import { objectLabels, objectName } from './pod-driver.js';
import { refused } from './refused.js';
import { regionOf, servicesOf } from './region-of.js';
import { lookUntil } from './until.js';

const cutWithinMs = 60_000;
const restoredWithinMs = 60_000;
/** The port of the database. Source: IANA, service name `postgresql`. */
const postgresPort = 5432;
const probesForTime = 3;

/**
 * Cuts and slows down what can be seen from outside: services from their database by network policies, and the way into a region by Chaos
 * Mesh. What no probe from outside can see is refused, for nobody could say that it took effect.
 */
export function networkDriver(site: KubernetesSite): LinkDriver {
  const cutting = new MadeObjects(site);
  const slowing = new MadeObjects(site);
  const probeAll = async (region: string): Promise<[string, ProbeAnswer][]> => {
    const answers: [string, ProbeAnswer][] = [];
    for (const [service, url] of Object.entries(regionOf(site, region).probes))
      answers.push([service, await site.probe(url)]);
    return answers;
  };
  const proofsOf = async (
    region: string,
    expected: string,
    isAsExpected: (answer: ProbeAnswer) => boolean,
  ): Promise<Proof[]> =>
    (await probeAll(region)).map(([service, answer]) => ({
      probe: `${service} in ${region}, asked from outside`,
      expected,
      observed: describeAnswer(answer),
      ok: isAsExpected(answer),
    }));
  const restored = async (choice: LinkChoice): Promise<Proof[]> => {
    const region = regionOfChoice(choice);
    const gone = [...(await cutting.proveGone()), ...(await slowing.proveGone())];
    return [
      ...(gone.length === 0 ? [nothingMade] : gone),
      ...(region === undefined ? [] : await proofsOf(region, 'an answer of 2xx', answersWell)),
    ];
  };
  const refusedFor = (choice: LinkChoice, doing: string) =>
    refused(
      () => unseen(choice, doing),
      () => restored({}),
    );
  return {
    async cut(choice) {
      const region = databaseOf(choice);
      if (region === undefined) throw unseen(choice, 'cut');
      const it = regionOf(site, region);
      await expectWell(await probeAll(region), region);
      for (const { service, labels } of servicesOf(site)) {
        await cutting.make(it, {
          kind: 'NetworkPolicy',
          namespace: it.namespace,
          name: objectName(site, `no-database-${service}`),
          labels: objectLabels(site),
          spec: everythingBut(postgresPort, labels),
        });
      }
    },
    proveCut: async (choice) => {
      const region = databaseOf(choice);
      return region === undefined
        ? []
        : lookUntil(
            site.clock,
            cutWithinMs,
            () => proofsOf(region, 'no answer, or none of 2xx', (answer) => !answersWell(answer)),
            allOk,
          );
    },
    async slow(choice, addedMs) {
      const region = entranceOf(choice);
      if (region === undefined) throw unseen(choice, 'slow down');
      const it = regionOf(site, region);
      await expectWell(await probeAll(region), region);
      const specs = chaosMeshSpecs.latency({
        platform: site.platform,
        site: { primary: region, takeover: region },
        services: site.platform.services.flatMap((service) =>
          service.manifest === undefined
            ? []
            : [{ ...service, manifest: { ...service.manifest, namespace: it.namespace } }],
        ),
        duration: `${site.longestSeconds}s`,
      });
      if ('because' in specs)
        throw new ChaosError('unsupported-by-target', specs.because, 'choose another experiment');
      for (const [index, { spec }] of specs.entries()) {
        await slowing.make(it, {
          kind: 'NetworkChaos',
          namespace: it.namespace,
          name: objectName(site, `delay-${index + 1}`),
          labels: objectLabels(site),
          spec: { ...spec, ...('delay' in spec ? { delay: { latency: `${addedMs}ms` } } : {}) },
        });
      }
    },
    async proveSlow(choice, addedMs) {
      const region = entranceOf(choice);
      if (region === undefined) return [];
      const look = async () => {
        const proofs = await slowing.proveInjected();
        for (const [service, url] of Object.entries(regionOf(site, region).probes)) {
          const answers: ProbeAnswer[] = [];
          for (let count = 0; count < probesForTime; count += 1) answers.push(await site.probe(url));
          const fastest = answers.reduce((least, it) => (it.tookMs < least.tookMs ? it : least));
          proofs.push({
            probe: `${service} in ${region}, asked from outside ${probesForTime} times`,
            expected: `the fastest answer after ${addedMs} ms or more`,
            observed: describeAnswer(fastest),
            // Timers may fire a millisecond early.
            ok: fastest.status !== undefined && fastest.tookMs >= addedMs - 2,
          });
        }
        return proofs;
      };
      return lookUntil(site.clock, cutWithinMs, look, allOk);
    },
    async restore(choice) {
      try {
        await cutting.takeAll();
      } finally {
        await slowing.takeAll();
      }
      await lookUntil(site.clock, restoredWithinMs, () => restored(choice), allOk);
    },
    proveRestored: restored,
    flapping: (choice) => refusedFor(choice, 'cut by turns'),
    oneWay: (from, to) => refusedFor({ between: [from, to] }, 'cut in one direction'),
    narrow: (choice) => refusedFor(choice, 'narrow'),
    resetting: (choice) => refusedFor(choice, 'reset'),
  };
}

/**
 * All that leaves pods may leave, but not to one port. Policies only ever allow, so that another policy may allow it again: whether this
 * one has an effect, a probe must say.
 */
const everythingBut = (port: number, labels: Readonly<Record<string, string>>) => ({
  podSelector: { matchLabels: labels },
  policyTypes: ['Egress'],
  egress: [
    {
      ports: [
        { protocol: 'TCP', port: 1, endPort: port - 1 },
        { protocol: 'TCP', port: port + 1, endPort: 65_535 },
        { protocol: 'UDP', port: 1, endPort: 65_535 },
      ],
    },
  ],
});

/** A fault that was refused before anything was touched. */
const nothingMade: Proof = {
  probe: 'objects of this run',
  expected: 'none',
  observed: 'none',
  ok: true,
};

/** The region whose services are beside their database in this choice. */
const databaseOf = ({ between, what }: LinkChoice): string | undefined =>
  what === 'postgres' && between !== undefined && between[0] === between[1] ? between[0] : undefined;

/** The region that is entered from outside. */
const entranceOf = ({ between, what }: LinkChoice): string | undefined =>
  what === undefined && between?.includes('outside') === true
    ? between.find((end) => end !== 'outside')
    : undefined;

const regionOfChoice = (choice: LinkChoice) => databaseOf(choice) ?? entranceOf(choice);

function unseen({ between, what }: LinkChoice, doing: string): ChaosError {
  const link = [between?.join(' and '), what].filter((it) => it !== undefined).join(', ');
  return new ChaosError(
    'unsupported-by-target',
    `the link ${link}: to ${doing} it could not be proven, for nobody outside of the cluster sees it`,
    'choose an experiment whose effect shows from outside: database-unreachable, latency, or one that strikes pods',
  );
}

/** What does not answer before proves nothing by not answering afterwards. */
async function expectWell(answers: readonly [string, ProbeAnswer][], region: string): Promise<void> {
  const ill = answers.filter(([, answer]) => !answersWell(answer));
  if (answers.length > 0 && ill.length === 0) return;
  throw new ChaosError(
    'not-steady',
    answers.length === 0
      ? `${region}: there are no probes, so nobody would see what the fault does`
      : `${region}: before anything was done ${ill.map(([service, answer]) => `${service} gave ${describeAnswer(answer)}`).join(', ')}`,
    'name a URL of each service that answers 2xx while it is ready in the target’s gameday.regions.<region>.probes',
  );
}

const allOk = (proofs: readonly Proof[]) => proofs.length > 0 && proofs.every(({ ok }) => ok);
