import type { RegionLossDriver } from '@attest/chaos';
import { describe, expect, it } from 'vitest';
import { restartingWhenCutOff } from './restarted-primary.js';

describe('a primary that restarts when it is cut off', () => {
  it('is started again between the cut and the end, and shows what it has to whoever is beside it', async () => {
    const log: string[] = [];
    const tell = (what: string) => async () => void log.push(what);
    const rows = [{ id: 'w-1', hash: 'h', count: 1 }];
    const { driver, reads } = restartingWhenCutOff(
      { cutLinks: tell('cut'), killProcesses: tell('killed') } as unknown as RegionLossDriver,
      () => ({
        database: { kill: tell('crashed'), start: tell('started') },
        readRows: async () => {
          log.push('read');
          return rows;
        },
      }),
    );
    expect(reads()).toEqual([]);
    await driver.cutLinks('east');
    await driver.killProcesses('east');
    expect(log).toEqual(['cut', 'crashed', 'started', 'read', 'killed']);
    expect(reads()).toMatchObject([{ node: 'east', final: false, rows }]);
  });
});
