import { setTimeout as delay } from 'node:timers/promises';
import type { Asked } from './judge.js';
import type { OnCallChain } from './on-call-chain.js';
import type { Labels, Scenario } from './scenario.js';
import type { WorldPrometheus } from './world-prometheus.js';

/** What the runbook of an alert answered while it fired. */
export interface Looked {
  readonly asked: readonly Asked[];
  readonly answer?: string;
}

/** When things were seen, in seconds since the watch began. */
export interface Watched extends Looked {
  readonly firedAfter: number;
  toldAfter?: number;
}

/** Of every alert that fired, by world and alert. */
export type Sightings = ReadonlyMap<WorldPrometheus, ReadonlyMap<Scenario, Watched>>;

export const has = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);

/** Labels under which Alertmanager knows an alert of a world. */
export const labelsIn = ({ name }: WorldPrometheus, { labels }: Scenario): Labels => ({
  ...labels,
  cluster: name,
});

interface Watch {
  readonly servers: readonly WorldPrometheus[];
  readonly chain: OnCallChain;
  readonly seconds: number;
  /** Asked once of each alert, as soon as it fires: some are over after minutes. */
  look(server: WorldPrometheus, scenario: Scenario): Promise<Looked>;
  /** Whether it is worth waiting for. */
  isExpected(server: WorldPrometheus, scenario: Scenario): boolean;
}

/** Watches until every alert that is expected has fired and was told, or silenced, or the time is up. */
export async function watch({ servers, chain, seconds, look, isExpected }: Watch): Promise<Sightings> {
  const began = performance.now();
  const since = () => (performance.now() - began) / 1000;
  const sightings = new Map(servers.map((server) => [server, new Map<Scenario, Watched>()]));
  for (;;) {
    for (const [server, seen] of sightings) {
      const unseen = server.world.filter((scenario) => !seen.has(scenario));
      if (unseen.length === 0) continue;
      const firing = (await server.alerts()).filter(({ state }) => state === 'firing');
      for (const scenario of unseen)
        if (firing.some(({ labels }) => has(labels, scenario.labels)))
          seen.set(scenario, { firedAfter: since(), ...(await look(server, scenario)) });
    }
    const settled = [...chain.told.map(({ labels }) => labels), ...(await chain.inhibited())];
    for (const [server, seen] of sightings)
      for (const [scenario, sighting] of seen)
        if (sighting.toldAfter === undefined && settled.some((one) => has(one, labelsIn(server, scenario))))
          sighting.toldAfter = since();
    const isOver = servers.every((server) =>
      server.world.every(
        (scenario) =>
          sightings.get(server)?.get(scenario)?.toldAfter !== undefined || !isExpected(server, scenario),
      ),
    );
    if (isOver || since() > seconds) return sightings;
    await delay(1000);
  }
}
