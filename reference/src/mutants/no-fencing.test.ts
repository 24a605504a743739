import type { Databases, Dns } from '@attest/controllers/failover';
import { describe, expect, it } from 'vitest';
import { toldLate, withoutFence } from './no-fencing.js';

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

  it('moves the name of the database late, and every other name at once', async () => {
    const pointed: string[] = [];
    const later: (() => void)[] = [];
    const dns = {
      point: async (record: string, region: string) => void pointed.push(`${record} ${region}`),
    } as unknown as Dns;
    const late = toldLate(dns, 'db', (_ms, work) => void later.push(work));
    await late.point('db', 'west', signal);
    await late.point('api', 'west', signal);
    expect(pointed).toEqual(['api west']);
    for (const work of later) work();
    expect(pointed).toEqual(['api west', 'db west']);
  });
});
