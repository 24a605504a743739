import type { Store, WalAccount } from '@attest/chaos';
import { describe, expect, it } from 'vitest';
import { readingOldPrimary } from './old-reader.js';

function storeOf(primary: string): Store {
  return {
    primary: async () => ({ region: primary, epoch: 2 }),
    readRows: async (region) => [{ id: `of ${region}`, hash: 'h', count: 1 }],
    accountOfLog: async (region) => ({ node: region, lsn: `of ${region}` }) as unknown as WalAccount,
    awaitReplay: async () => {},
  };
}
const shown = async (store: Store, region: string) => (await store.readRows(region))[0]?.id;

describe('a reader that still has the old address', () => {
  it('shows the old primary for the new one, its log as well, and other replicas as they are', async () => {
    const store = readingOldPrimary(storeOf('west'), 'east');
    expect([await shown(store, 'west'), await shown(store, 'south')]).toEqual(['of east', 'of south']);
    expect(await store.accountOfLog?.('west', [])).toMatchObject({ node: 'west', lsn: 'of east' });
  });

  it('is right as long as nobody has taken over', async () => {
    expect(await shown(readingOldPrimary(storeOf('east'), 'east'), 'east')).toBe('of east');
  });
});
