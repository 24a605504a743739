import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { roundTripMs } from '../links/latencies.js';
import { holdBackTakeover } from './held-back-standby.js';

describe('a standby that is held back', () => {
  it('is the one that takes over, and hears of everything long after the other one, on a way that nobody else takes', async () => {
    const done: unknown[][] = [];
    const database = (port: number) => ({
      port,
      follow: async (upstreamPort: number) => void done.push(['follow', port, upstreamPort]),
    });
    await holdBackTakeover(
      arborKumori,
      {
        add: async ({ name, from, to, upstreamPort }) => {
          done.push(['add', name, from, to, upstreamPort]);
          return 7777;
        },
        latency: async (name, ms) => void done.push(['latency', name, ms]),
      },
      new Map([
        ['us-east-1', database(1)],
        ['eu-west-1', database(2)],
        ['ap-southeast-1', database(3)],
      ]),
    );
    const own = 'eu-west-1->us-east-1.held-back.postgres';
    expect(done).toEqual([
      ['add', own, 'eu-west-1', 'us-east-1', 1],
      ['follow', 2, 7777],
      ['latency', own, expect.any(Number)],
    ]);
    expect(done.at(-1)?.[2]).toBeGreaterThan(5 * roundTripMs('us-east-1', 'ap-southeast-1'));
  });
});
