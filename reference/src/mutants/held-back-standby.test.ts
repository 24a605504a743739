import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { roundTripMs } from '../links/latencies.js';
import { holdBackTakeover } from './held-back-standby.js';

describe('a standby that is held back', () => {
  it('is the one that takes over, and hears of everything long after the other one', async () => {
    const slowed: [string, number | undefined][] = [];
    await holdBackTakeover(arborKumori, {
      latency: async (name, ms) => void slowed.push([name, ms]),
    });
    expect(slowed).toEqual([['eu-west-1->us-east-1.postgres', expect.any(Number)]]);
    expect(slowed[0]?.[1]).toBeGreaterThan(5 * roundTripMs('us-east-1', 'ap-southeast-1'));
  });
});
