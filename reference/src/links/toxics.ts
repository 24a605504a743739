import type { Toxic } from './toxiproxy-client.js';

const streams = ['upstream', 'downstream'] as const;

/** Half of the round trip on the way there, half on the way back; toxiproxy takes whole milliseconds. */
export function delayToxics(roundTripMilliseconds: number): Toxic[] {
  const there = Math.ceil(roundTripMilliseconds / 2);
  const delays = { upstream: there, downstream: Math.round(roundTripMilliseconds) - there };
  return streams.map((stream) => ({
    name: `delay-${stream}`,
    type: 'latency',
    stream,
    toxicity: 1,
    attributes: { latency: delays[stream], jitter: 0 },
  }));
}

/**
 * A black hole: nothing passes, and nothing tells. `timeout` 0 swallows data in both directions, but would still pass on that the
 * far end has closed, which a lost region cannot do; `slow_close` keeps that back until the link is restored.
 */
export const cutToxics: readonly Toxic[] = [
  {
    name: 'cut-silent',
    type: 'slow_close',
    stream: 'downstream',
    toxicity: 1,
    attributes: { delay: 86_400_000 },
  },
  ...streams.map(
    (stream) =>
      ({ name: `cut-${stream}`, type: 'timeout', stream, toxicity: 1, attributes: { timeout: 0 } }) as const,
  ),
];

/** The same for one stream: what it carries is lost, and its end is not told; the other stream is open. */
export function oneWayToxics(stream: Toxic['stream']): readonly Toxic[] {
  return [
    { name: 'one-way-silent', type: 'slow_close', stream, toxicity: 1, attributes: { delay: 86_400_000 } },
    { name: 'one-way', type: 'timeout', stream, toxicity: 1, attributes: { timeout: 0 } },
  ];
}

export function bandwidthToxics(kilobytesPerSecond: number): readonly Toxic[] {
  return streams.map((stream) => ({
    name: `narrow-${stream}`,
    type: 'bandwidth',
    stream,
    toxicity: 1,
    attributes: { rate: kilobytesPerSecond },
  }));
}

/** Connections that it applies to are reset as soon as their server answers: the client does not know what became of its request. */
export function resetToxic(share: number): Toxic {
  return {
    name: 'reset',
    type: 'reset_peer',
    stream: 'downstream',
    toxicity: share,
    attributes: { timeout: 0 },
  };
}

export function isCut(toxics: readonly Toxic[]): boolean {
  return cutToxics.every((cut) => toxics.some((toxic) => toxic.name === cut.name));
}
