import { describe, expect, it } from 'vitest';
import { exporterSamples } from './exporter-samples.js';
import { countSynchronousStandbys, type ReplicationStatus } from './replication-status.js';

const standby: ReplicationStatus = {
  standby: 'eu-west-1',
  state: 'streaming',
  syncState: 'quorum',
  sentLsn: '0/10',
  flushedLsn: '0/10',
  replayedLsn: '0/10',
  lagBytes: 0,
  replayLagBytes: 0,
  lagSeconds: 0,
};

describe('what the exporter shows', () => {
  it('is that a silent database is down, and no other number', async () => {
    const silent = { query: () => Promise.reject(new Error('timeout')) };
    expect(await exporterSamples(silent)).toEqual([{ name: 'pg_up', value: 0 }]);
  });

  it('counts standbys that a commit can wait for: streaming, and named as synchronous', () => {
    expect(
      countSynchronousStandbys([
        standby,
        { ...standby, syncState: 'async' },
        { ...standby, state: 'catchup' },
        { ...standby, syncState: 'sync' },
      ]),
    ).toBe(2);
  });
});
