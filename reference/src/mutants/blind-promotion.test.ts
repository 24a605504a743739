import { type Databases, judgePromotion } from '@attest/controllers/failover';
import { describe, expect, it } from 'vitest';
import { blindToOthers } from './blind-promotion.js';

const { signal } = new AbortController();
const positions: Readonly<Record<string, string>> = { west: '0/100', south: '0/900' };
const databases = {
  detach: async (region: string) => ({
    role: 'standby',
    flushedLsn: positions[region] ?? '',
    timelineId: 1,
    epoch: 1,
  }),
} as unknown as Databases;

async function verdictOf({ detach }: Databases): Promise<string> {
  const regions = Object.keys(positions);
  const heard = Object.fromEntries(
    await Promise.all(regions.map(async (region) => [region, await detach(region, signal)] as const)),
  );
  return judgePromotion({
    candidate: 'west',
    replication: { mode: 'synchronous', quorum: 1, standbys: regions },
    heard,
    acceptDataLoss: false,
  }).verdict;
}

describe('a controller that is blind to the other standbys', () => {
  it('promotes the laggard, which an honest one lets catch up first', async () => {
    expect(await verdictOf(blindToOthers(databases, 'west'))).toBe('promote');
    expect(await verdictOf(databases)).toBe('catch-up');
  });
});
