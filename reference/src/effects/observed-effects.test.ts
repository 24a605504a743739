import type { ObservedEffects } from '@attest/chaos';
import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { type EffectFacts, observedEffects } from './observed-effects.js';
import type { StoredJobs, StoredWrite } from './stored-effects.js';

const write = (id: string, result: string | null = null): StoredWrite => ({
  id,
  key: `key of ${id}`,
  content: `content of ${id}`,
  result,
});
const job = (queue: string, id: string, state: StoredJobs['state'] = 'completed', count = 1): StoredJobs => ({
  queue,
  resource_id: id,
  state,
  count,
});
const event = (dedupKey: string, id: string) => ({ dedupKey, body: { type: 'x', data: { id } } });
const prediction = (dedupKey: string, id: string) => ({ dedupKey, body: { prompt: `content of ${id}` } });
const images = 'gpu/kumori.generations';

const honest: EffectFacts = {
  writes: [write('m'), write('g', 'https://images.attest.test/p1.png')],
  jobs: [job('memory-processing', 'm'), job('webhooks', 'm'), job(images, 'g')],
  events: { received: [event('webhooks_m', 'm')], dropped: 0 },
  predictions: { received: [prediction('p1', 'g')], dropped: 0 },
};
const once = (id: string) => ({ id: `key of ${id}`, count: 1 });

function seen(change: Partial<EffectFacts> = {}): Record<string, ObservedEffects> {
  return Object.fromEntries(
    observedEffects(arborKumori, { ...honest, ...change }).map((kind) => [kind.kind, kind]),
  );
}
const rowsOf = (kind: string, change: Partial<EffectFacts>) => seen(change)[kind]?.rows;

describe('the effects of writes on the bed', () => {
  it('are told for every kind, by the keys that clients gave their writes', () => {
    const shown = Object.fromEntries(Object.entries(seen()).map(([kind, { rows }]) => [kind, rows]));
    expect(shown).toEqual({
      'job/memory-processing': [once('m')],
      'job/generation': [],
      'job/webhooks': [once('m')],
      [`job/${images}`]: [once('g')],
      webhook: [once('m')],
      image: [once('g')],
      charge: [once('g')],
    });
    for (const { pending, forgotten } of Object.values(seen())) expect([pending, forgotten]).toEqual([0, 0]);
  });

  it.each<[string, string, Partial<EffectFacts>, readonly { id: string; count: number }[]]>([
    ['a job that was never stored', 'job/memory-processing', { jobs: [] }, []],
    [
      'a job that was given up',
      'job/memory-processing',
      { jobs: [job('memory-processing', 'm', 'dead')] },
      [],
    ],
    [
      'a job that was done twice',
      'job/memory-processing',
      { jobs: [job('memory-processing', 'm', 'completed', 2)] },
      [{ id: 'key of m', count: 2 }],
    ],
    [
      'a job of a write that is not there',
      'job/webhooks',
      { jobs: [job('webhooks', 'z')] },
      [{ id: 'resource z', count: 1 }],
    ],
    ['a completed job whose event never came', 'webhook', { events: { received: [], dropped: 0 } }, []],
    [
      'an event that came again under another id',
      'webhook',
      { events: { received: [event('webhooks_m_1', 'm'), event('webhooks_m_2', 'm')], dropped: 0 } },
      [{ id: 'key of m', count: 2 }],
    ],
    [
      'an event that the customer recognizes',
      'webhook',
      { events: { received: [event('webhooks_m', 'm'), event('webhooks_m', 'm')], dropped: 0 } },
      [once('m')],
    ],
    [
      'an event about nothing',
      'webhook',
      { events: { received: [{ dedupKey: 'e', body: {} }], dropped: 0 } },
      [{ id: 'event e', count: 1 }],
    ],
    [
      'nothing of an event by which a fault was proven',
      'webhook',
      { events: { received: [{ dedupKey: 'p', body: { type: 'attest.probe', data: {} } }], dropped: 0 } },
      [],
    ],
    ['an image that nobody made', 'image', { predictions: { received: [], dropped: 0 } }, []],
    [
      'the image of another write',
      'image',
      { predictions: { received: [prediction('p1', 'm')], dropped: 0 } },
      [],
    ],
    ['an image that was never stored', 'image', { writes: [write('g')] }, []],
    [
      'an image that was paid for twice',
      'charge',
      { predictions: { received: [prediction('p0', 'g'), prediction('p1', 'g')], dropped: 0 } },
      [{ id: 'key of g', count: 2 }],
    ],
  ])('show %s', (_what, kind, change, rows) => {
    expect(rowsOf(kind, change)).toEqual(rows);
  });

  it('are under way while a job is, and what it is to do outside as well', () => {
    const { webhook, image, ...others } = seen({
      jobs: [job('webhooks', 'm', 'waiting'), job(images, 'g', 'active', 2)],
    });
    expect([webhook?.pending, image?.pending]).toEqual([1, 2]);
    expect([others['job/webhooks']?.pending, others['job/memory-processing']?.pending]).toEqual([1, 0]);
  });

  it('are not all known when a vendor no longer keeps what it received', () => {
    const { webhook, image, charge } = seen({
      events: { received: [], dropped: 3 },
      predictions: { received: [], dropped: 5 },
    });
    expect([webhook?.forgotten, image?.forgotten, charge?.forgotten]).toEqual([3, 5, 5]);
  });

  it('may be repeated where the vendor knows no idempotency key, and nowhere else', () => {
    const repeatable = Object.values(seen()).filter(({ atLeastOnce }) => atLeastOnce);
    expect(repeatable.map(({ kind }) => kind)).toEqual(['charge']);
  });
});
