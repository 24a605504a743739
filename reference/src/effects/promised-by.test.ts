import { mixedLoad } from '@attest/loadtests';
import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { promisedBy } from './promised-by.js';

const entrances = { 'arbor-api': 'http://a', 'kumori-api': 'http://k' };
const mix = {
  writesPerSecond: 20,
  gpuWritesPerSecond: 1,
  readsPerSecond: 5,
  timeoutSeconds: 4,
  maxSeconds: 60,
  rampSeconds: 1,
};

describe('what an acknowledged write promises', () => {
  it('is every job that it adds, the event that it asks for, and the image', () => {
    const { streams } = mixedLoad(arborKumori, entrances, 'r', mix);
    const promises = streams.map((stream) => [stream.name, promisedBy(arborKumori, entrances, stream)]);
    expect(Object.fromEntries(promises)).toEqual({
      memories: ['job/memory-processing'],
      'memories-with-jobs': ['job/memory-processing', 'job/generation', 'job/webhooks', 'webhook'],
      'memories-list': [],
      generations: ['job/gpu/kumori.generations', 'image'],
      'generations-list': [],
    });
  });

  it('is nothing where the target is not known', () => {
    const stream = { kind: 'write', url: 'http://elsewhere/api/memories', body: {} } as const;
    expect(promisedBy(arborKumori, entrances, stream)).toEqual([]);
  });
});
