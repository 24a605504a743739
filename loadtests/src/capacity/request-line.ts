import type { Fault } from './answer.js';
import type { Operation } from './plan.js';

/** What `k6/capacity.ts` says of each request on its console; times in ms since the k6 run began. */
export interface RequestLine {
  /** Which arrival of its scenario it was, from 0. */
  readonly n: number;
  /** It followed another one of the same arrival, and was not due by itself. */
  readonly follows?: true;
  /** When it was sent. */
  readonly t: number;
  /** Until the whole answer was there, connecting included. */
  readonly ms: number;
  readonly op: Operation;
  readonly bad?: Fault;
  readonly cached?: true;
  /** Only when it is not the one that answered first. */
  readonly revision?: string;
}

/** One console line; `undefined` when it is none of ours (k6's own words, a torn line, another script's). */
export function parseRequestLine(text: string): RequestLine | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    const line = JSON.parse(text) as Partial<RequestLine>;
    const isOurs = typeof line.n === 'number' && typeof line.t === 'number' && typeof line.ms === 'number';
    return isOurs && typeof line.op === 'string' ? (line as RequestLine) : undefined;
  } catch {
    return undefined;
  }
}
