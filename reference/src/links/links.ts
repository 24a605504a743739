import { setTimeout as delay } from 'node:timers/promises';
import type { Proof } from '@attest/chaos';
import { BedError } from '../bed-error.js';
import type { Keeper } from '../processes/keeper.js';
import type { ManagedProcess } from '../processes/managed-process.js';
import { outside, roundTripMs } from './latencies.js';
import { type Greeting, type ProbeAnswer, probe } from './probe.js';
import { startToxiproxy } from './start-toxiproxy.js';
import { cutToxics, delayToxics, isCut } from './toxics.js';
import type { Toxic, ToxiproxyClient } from './toxiproxy-client.js';

export interface LinkSpec {
  /** `<from>-><to>.<what>`, e.g. `eu-west-1->us-east-1.postgres`. */
  readonly name: string;
  /** Places: a region, or `outside`. Equal for a link inside a region, which is cut with it and has no latency. */
  readonly from: string;
  readonly to: string;
  readonly upstreamPort: number;
  /** How a probe gets an answer; default: `postgres` where the name ends with it. */
  readonly greeting?: Greeting;
}

export interface Link extends LinkSpec {
  /** What the `from` side connects to, on loopback. */
  readonly port: number;
  readonly greeting: Greeting;
}

/**
 * How long a probe listens, beyond the link's round trip. Answers come within milliseconds; the longer limit is for a machine
 * that is busy, and costs nothing where there is an answer.
 */
const listenMs = { cut: 500, restored: 5_000 };

/** Long enough for a commit to be answered through all hops, also on a busy machine. */
const clientsLastMs = 250;

/**
 * Every hop. Between places it is two proxies in a row: toxics act on the near one; the far one is always there to connect
 * to. A single proxy closes a new connection at once when its upstream is dead, which would tell clients of a lost region
 * what in reality they find out by waiting. Inside a region one is enough: whoever could be told is lost as well.
 */
export class Links {
  readonly process: ManagedProcess;
  readonly #client: ToxiproxyClient;
  readonly #keeper: Keeper;
  readonly #links = new Map<string, Link>();

  private constructor(keeper: Keeper, process: ManagedProcess, client: ToxiproxyClient) {
    this.#keeper = keeper;
    this.process = process;
    this.#client = client;
  }

  /** @throws BedError `program-not-started`, `links-not-ready` */
  static async start(options: {
    readonly keeper: Keeper;
    /** toxiproxy's server. */
    readonly program: string;
    readonly logFile: string;
  }): Promise<Links> {
    const { process, client } = await startToxiproxy(options);
    return new Links(options.keeper, process, client);
  }

  get all(): readonly Link[] {
    return [...this.#links.values()];
  }

  /** Returns the port to connect to. @throws BedError `link-exists`, `links-refused` */
  async add(spec: LinkSpec): Promise<number> {
    if (this.#links.has(spec.name)) {
      throw new BedError({
        code: 'link-exists',
        message: `There already is a link ${spec.name}.`,
        fix: 'Give every link a name of its own: <from>-><to>.<what>',
      });
    }
    const upstreamPort = isInside(spec) ? spec.upstreamPort : await this.#addFarEnd(spec);
    const near = await this.#client.createProxy(spec.name, upstreamPort);
    const roundTrip = roundTripMs(spec.from, spec.to);
    if (roundTrip > 0) {
      await Promise.all(delayToxics(roundTrip).map((toxic) => this.#client.addToxic(spec.name, toxic)));
    }
    const port = portOf(near.listen);
    this.#keeper.registerPort(`link ${spec.name}`, port);
    const greeting = spec.greeting ?? (spec.name.endsWith('.postgres') ? 'postgres' : 'other');
    this.#links.set(spec.name, { ...spec, port, greeting });
    return port;
  }

  /** @throws BedError `link-unknown` */
  port(name: string): number {
    return this.#link(name).port;
  }

  /** The links that begin or end in a place. */
  touching(place: string): readonly Link[] {
    return this.all.filter((link) => link.from === place || link.to === place);
  }

  /**
   * Turns every link of a place into a black hole, for connections that exist and for new ones. Idempotent. No region loses all
   * of its links in the same millisecond; here those to other regions go first and those to clients a moment later, which is
   * the worst order for durability: what was committed in between is acknowledged, and no other region has heard of it.
   */
  async cut(place: string): Promise<void> {
    const links = this.touching(place);
    const between = links.filter((link) => isBetweenRegions(link));
    await Promise.all(between.map((link) => this.cutLink(link.name)));
    await delay(clientsLastMs);
    await Promise.all(links.filter((link) => !between.includes(link)).map((link) => this.cutLink(link.name)));
  }

  async cutLink(name: string): Promise<void> {
    const link = this.#link(name);
    // In this order: a far end that closes in between must not be heard.
    for (const toxic of cutToxics) await this.#client.addToxic(link.name, toxic);
  }

  /** Idempotent. Connections made before or during the cut are closed: what they carried is lost. */
  async restore(place: string): Promise<void> {
    await Promise.all(this.touching(place).map((link) => this.restoreLink(link.name)));
  }

  async restoreLink(name: string): Promise<void> {
    const link = this.#link(name);
    for (const toxic of [...cutToxics].reverse()) await this.#client.removeToxic(link.name, toxic.name);
  }

  /** Replaces the link's round trip; `undefined` gives back the usual one. */
  async latency(name: string, roundTripMilliseconds: number | undefined): Promise<void> {
    const link = this.#link(name);
    const wanted = roundTripMilliseconds ?? roundTripMs(link.from, link.to);
    const proxy = (await this.#client.proxies()).find((candidate) => candidate.name === name);
    for (const toxic of delayToxics(wanted)) {
      const present = proxy?.toxics.some((candidate) => candidate.name === toxic.name) ?? false;
      if (wanted === 0) await this.#client.removeToxic(name, toxic.name);
      else if (present) await this.#client.updateToxic(name, toxic);
      else await this.#client.addToxic(name, toxic);
    }
  }

  /** In this order. Those that are there already stay as they are. */
  async addToxics(name: string, toxics: readonly Toxic[]): Promise<void> {
    for (const toxic of toxics) await this.#client.addToxic(this.#link(name).name, toxic);
  }

  /** For connections that exist it is decided anew whether it applies to them. */
  async updateToxic(name: string, toxic: Toxic): Promise<void> {
    await this.#client.updateToxic(this.#link(name).name, toxic);
  }

  /** In reverse order. Idempotent. */
  async removeToxics(name: string, toxics: readonly Toxic[]): Promise<void> {
    for (const toxic of [...toxics].reverse())
      await this.#client.removeToxic(this.#link(name).name, toxic.name);
  }

  /** What a new connection over each is told within the link's round trip and so long. */
  answersOf(links: readonly Link[], beyondRoundTripMs: number): Promise<ProbeAnswer[]> {
    return Promise.all(
      links.map(({ port, greeting, from, to }) =>
        probe(port, greeting, roundTripMs(from, to) + beyondRoundTripMs),
      ),
    );
  }

  /** One proof per link of the place: its toxics are in force, and a probe through it gets neither a byte nor an end. */
  proveCut(place: string): Promise<readonly Proof[]> {
    return this.proveCutOf(this.touching(place));
  }

  /** The same for links of one's choice. */
  proveCutOf(links: readonly Link[]): Promise<readonly Proof[]> {
    return this.#prove(links, { cut: true, answer: 'silence' });
  }

  /**
   * One proof per link of the place: no toxic of a cut is left, and the probe is answered as it is now with the link healthy.
   * Where the server behind it is still gone the connection is closed, which a cut link never does.
   */
  proveRestored(place: string): Promise<readonly Proof[]> {
    return this.proveOpenOf(this.touching(place));
  }

  /** The same for links of one's choice. */
  proveOpenOf(links: readonly Link[]): Promise<readonly Proof[]> {
    return this.#prove(links, { cut: false, answer: 'bytes or closed' });
  }

  /** Everything that shapes the traffic, in one order: equal before a fault and after its undoing. */
  async fingerprint(): Promise<string> {
    const proxies = [...(await this.#client.proxies())].sort(byName);
    return JSON.stringify(
      proxies.map(({ name, listen, upstream, enabled, toxics }) => ({
        name,
        listen,
        upstream,
        enabled,
        toxics: [...toxics].sort(byName),
      })),
    );
  }

  async stop(): Promise<void> {
    await this.process.stop({ graceSeconds: 2 });
  }

  async #addFarEnd({ name, upstreamPort }: LinkSpec): Promise<number> {
    const port = portOf((await this.#client.createProxy(`${name} (far end)`, upstreamPort)).listen);
    this.#keeper.registerPort(`link ${name} (far end)`, port);
    return port;
  }

  async #prove(
    links: readonly Link[],
    expected: { readonly cut: boolean; readonly answer: 'silence' | 'bytes or closed' },
  ): Promise<readonly Proof[]> {
    const limitMs = expected.cut ? listenMs.cut : listenMs.restored;
    const toxics = new Map((await this.#client.proxies()).map((proxy) => [proxy.name, proxy.toxics]));
    return Promise.all(
      links.map(async (link): Promise<Proof> => {
        const cut = isCut(toxics.get(link.name) ?? []);
        const answer = await probe(link.port, link.greeting, roundTripMs(link.from, link.to) + limitMs);
        return {
          probe: `link ${link.name}`,
          expected: describe(
            expected.cut,
            isInside(link) && expected.cut ? 'silence or closed' : expected.answer,
          ),
          observed: describe(cut, answer),
          ok: cut === expected.cut && isExpected(link, expected.answer, answer),
        };
      }),
    );
  }

  #link(name: string): Link {
    const link = this.#links.get(name);
    if (link !== undefined) return link;
    throw new BedError({
      code: 'link-unknown',
      message: `There is no link ${name}.`,
      fix: `Links: ${this.all.map((known) => known.name).join(', ')}`,
    });
  }
}

function describe(cut: boolean, answer: ProbeAnswer | 'bytes or closed' | 'silence or closed'): string {
  return `${cut ? 'cut' : 'open'}, ${answer}`;
}

const isBetweenRegions = ({ from, to }: LinkSpec) => from !== to && from !== outside && to !== outside;

const isInside = ({ from, to }: LinkSpec) => from === to;

/** Inside a lost region a connection may end instead of hanging; nobody is left there to notice. */
function isExpected(link: LinkSpec, expected: 'silence' | 'bytes or closed', answer: ProbeAnswer): boolean {
  if (expected === 'silence') return answer === 'silence' || (isInside(link) && answer !== 'bytes');
  return answer !== 'silence';
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1));
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
