import type { RequestLine } from '../request-line.js';

/** Answers a request that arrives at `t` (ms): when, and why it is a bad answer if it is one. */
export type SimulatedServer = (t: number) => { readonly ms: number; readonly bad?: RequestLine['bad'] };

/** Numbers between 0 and 1, the same for a seed on every machine (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Known {
  /** Requests a second. */
  readonly capacity: number;
  readonly concurrency: number;
  readonly random: () => number;
}

/** Servers of known capacity, each with a state of its own. */
export const simulatedServers = {
  /** So many at once, the others wait without end. */
  queue: ({ capacity, concurrency }: Known): SimulatedServer =>
    queueOf(concurrency, () => (1000 * concurrency) / capacity),
  /** The same, but no two requests take the same time. */
  'uneven-queue': ({ capacity, concurrency, random: next }: Known): SimulatedServer =>
    queueOf(concurrency, () => ((1000 * concurrency) / capacity) * (0.5 + next())),
  /** Refused when every slot is taken. */
  'no-queue': ({ capacity, concurrency }: Known): SimulatedServer => {
    const serviceMs = (1000 * concurrency) / capacity;
    const slots = Array.from({ length: concurrency }, () => 0);
    return (t) => {
      const free = slots.findIndex((until) => until <= t);
      if (free < 0) return { ms: 1, bad: 'unavailable' };
      slots[free] = t + serviceMs;
      return { ms: serviceMs };
    };
  },
  /** Quick up to its capacity; beyond, everything fails for two seconds. */
  cliff: ({ capacity }: Known): SimulatedServer => {
    const recent: number[] = [];
    let collapsedUntil = 0;
    return (t) => {
      recent.push(t);
      while ((recent[0] as number) < t - 1000) recent.shift();
      if (recent.length > capacity) collapsedUntil = t + 2000;
      return t < collapsedUntil ? { ms: 300, bad: 'server-error' } : { ms: 15 };
    };
  },
  /** Refuses what is more than its capacity. */
  limit: ({ capacity }: Known): SimulatedServer => {
    let tokens = 10;
    let refilled = 0;
    return (t) => {
      tokens = Math.min(10, tokens + ((t - refilled) * capacity) / 1000);
      refilled = t;
      if (tokens < 1) return { ms: 1, bad: 'rate-limited' };
      tokens -= 1;
      return { ms: 5 };
    };
  },
  /** Every request makes all later ones slower. */
  slows: (): SimulatedServer => {
    let served = 0;
    return () => {
      served += 1;
      return { ms: 5 + served * 0.03 };
    };
  },
} as const;

export type SimulatedKind = keyof typeof simulatedServers;

function queueOf(concurrency: number, serviceMs: () => number): SimulatedServer {
  const slots = Array.from({ length: concurrency }, () => 0);
  return (t) => {
    const slot = slots.indexOf(Math.min(...slots));
    const done = Math.max(t, slots[slot] as number) + serviceMs();
    slots[slot] = done;
    return { ms: done - t };
  };
}
