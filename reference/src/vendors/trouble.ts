import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { VendorTrouble } from '@attest/chaos';
import { monotonicMs } from '../clock.js';

const secondMs = 1000;

/** What is wrong with one vendor right now; nothing, unless told. */
export class Trouble {
  #now: VendorTrouble | undefined;
  #second = { startedMs: Number.NEGATIVE_INFINITY, requests: 0 };

  constructor(private readonly nowMs: () => number = monotonicMs) {}

  get now(): VendorTrouble | undefined {
    return this.#now;
  }

  set(trouble: VendorTrouble | undefined): void {
    this.#now = trouble;
  }

  /** Before a request reaches the vendor. False when it does not: then it was dealt with, or never will be. */
  async before(response: ServerResponse): Promise<boolean> {
    const trouble = this.#now;
    switch (trouble?.kind) {
      case 'refuses':
        refuse(response, trouble.status, 'The service is unavailable.');
        return false;
      case 'hangs':
        return false;
      case 'slow':
        await delay(trouble.addedMs);
        return true;
      case 'limits':
        if (this.#isWithin(trouble.perSecond)) return true;
        response.setHeader('retry-after', '1');
        refuse(response, 429, 'Request was throttled. Expected available in 1 second.');
        return false;
      case 'loses-requests':
        response.destroy();
        return false;
      case 'loses-answers':
      case undefined:
        return true;
    }
  }

  /** After the vendor has done what was asked, and before it answers. False when the answer is lost. */
  after(response: ServerResponse): boolean {
    if (this.#now?.kind !== 'loses-answers') return true;
    response.destroy();
    return false;
  }

  #isWithin(perSecond: number): boolean {
    const nowMs = this.nowMs();
    if (nowMs - this.#second.startedMs >= secondMs) this.#second = { startedMs: nowMs, requests: 0 };
    this.#second.requests += 1;
    return this.#second.requests <= perSecond;
  }
}

/** Source of the words of 429: https://replicate.com/docs/topics/predictions/rate-limits */
function refuse(response: ServerResponse, status: number, detail: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ detail, status }));
}

const kinds: Readonly<Record<VendorTrouble['kind'], readonly string[]>> = {
  refuses: ['status'],
  hangs: [],
  slow: ['addedMs'],
  limits: ['perSecond'],
  'loses-requests': [],
  'loses-answers': [],
};

/** @throws RangeError when it is none */
export function parseTrouble(value: unknown): VendorTrouble {
  const trouble = (value ?? {}) as Record<string, unknown>;
  const kind = Object.hasOwn(kinds, String(trouble.kind))
    ? (trouble.kind as VendorTrouble['kind'])
    : undefined;
  if (kind === undefined) throw new RangeError(`kind must be one of ${Object.keys(kinds).join(', ')}`);
  const bad = kinds[kind].find((name) => !Number.isFinite(trouble[name]) || (trouble[name] as number) <= 0);
  if (bad !== undefined) throw new RangeError(`${bad} must be a number above 0`);
  return trouble as unknown as VendorTrouble;
}
