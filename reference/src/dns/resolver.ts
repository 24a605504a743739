import { Packet, UDPClient } from 'dns2';
import { BedError } from '../bed-error.js';
import { monotonicMs } from '../clock.js';
import { CachedName, type CnameAnswer } from './cached-name.js';

/** A packet that is lost is noticed after this time. */
const questionTimeoutMs = 1000;

export interface Resolver {
  /**
   * What a name points to, from the cache while its time to live lasts; `ttlSeconds` is what is left of it.
   * @throws BedError `name-not-resolved` when there never was an answer
   */
  cname(name: string): Promise<CnameAnswer>;
}

export interface ResolverOptions {
  /** UDP port of the DNS server on loopback. */
  readonly port: number;
  readonly nowMs?: () => number;
}

/** A caching client of the bed's DNS server. */
export function createResolver({ port, nowMs = monotonicMs }: ResolverOptions): Resolver {
  const query = UDPClient({ dns: '127.0.0.1', port, timeout: questionTimeoutMs });
  const names = new Map<string, CachedName>();
  return {
    cname(name) {
      let cached = names.get(name);
      if (cached === undefined) {
        cached = new CachedName(() => ask(query, name, port), nowMs);
        names.set(name, cached);
      }
      return cached.get();
    },
  };
}

async function ask(query: ReturnType<typeof UDPClient>, name: string, port: number): Promise<CnameAnswer> {
  let packet: Packet;
  try {
    packet = await query(name, 'CNAME');
  } catch (error) {
    throw notResolved(name, port, String((error as Error).message), error);
  }
  const record = packet.answers.find(({ type }) => type === Packet.TYPE.CNAME);
  if (record?.domain === undefined) throw notResolved(name, port, `answer code ${packet.header.rcode}`);
  return { target: record.domain, ttlSeconds: record.ttl };
}

function notResolved(name: string, port: number, why: string, cause?: unknown): BedError {
  return new BedError({
    code: 'name-not-resolved',
    message: `The DNS server on 127.0.0.1:${port} does not tell where ${name} is: ${why}.`,
    fix: 'See whether the dns program runs, and which records it has: GET /records on its admin port.',
    cause,
  });
}
