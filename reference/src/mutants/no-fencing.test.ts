import type { Databases } from '@attest/controllers/failover';
import { describe, expect, it } from 'vitest';
import { withoutFence } from './no-fencing.js';

const { signal } = new AbortController();

describe('a controller that does not fence', () => {
  it('frees the old primary of its standbys instead of stopping its writes, and holds those of the new one as ever', async () => {
    const asked: string[] = [];
    const databases = {
      refuseWrites: async (region: string) => void asked.push(`refuse ${region}`),
      setSynchronousStandbys: async (region: string, quorum: number, standbys: readonly string[]) =>
        void asked.push(`wait ${region}: ${quorum} of ${standbys.length}`),
    } as unknown as Databases;
    const unfenced = withoutFence(databases, 'west');
    await unfenced.refuseWrites('east', signal);
    await unfenced.refuseWrites('west', signal);
    expect(asked).toEqual(['wait east: 0 of 0', 'refuse west']);
  });
});
