import { describe, expect, it } from 'vitest';
import { runHistory } from './run-history.js';

const sources = {
  firstPrimary: { region: 'a', epoch: 1 },
  offsetMs: 5000,
  originMonotonicMs: 4000,
  lines: [
    { t: 30, op: 'ok', id: 'w-1', ms: 20, status: 201, stream: 'w', epoch: 1, region: 'a' },
    { t: 10, op: 'invoke', id: 'w-1', hash: 'h', stream: 'w' },
    { t: 12, op: 'read', ms: 3, status: 200, ok: true, stream: 'r' },
  ],
  faults: [{ fault: 'region-loss', phase: 'effective', monotonicMs: 5040 }],
  journal: [
    {
      monotonicMs: 5050,
      at: '',
      event: 'action',
      action: 'promote:b',
      outcome: 'started',
      epoch: 2,
      region: 'b',
    },
    {
      monotonicMs: 5060,
      at: '',
      event: 'action',
      action: 'promote:b',
      outcome: 'done',
      epoch: 2,
      region: 'b',
    },
  ],
  reads: [
    {
      node: 'b',
      final: true,
      sentMonotonicMs: 5070,
      doneMonotonicMs: 5075,
      rows: [{ id: 'w-1', hash: 'h', count: 1 }],
    },
  ],
  accounts: [
    {
      node: 'b',
      timeline: 2,
      lsn: '0/2',
      history: [{ timeline: 1, until: '0/1' }],
      committed: ['7'],
      aborted: [],
      monotonicMs: 5080,
    },
  ],
} as const;

describe('the history of a run', () => {
  it('has everything on the clock of the run, in order, with the epoch from the moment of promotion on', () => {
    expect(runHistory(sources).map(({ t, op }) => [t, op])).toEqual([
      [0, 'epoch'],
      [1010, 'invoke'],
      [1030, 'ok'],
      [1040, 'fault'],
      [1060, 'epoch'],
      [1070, 'read'],
      [1080, 'wal'],
    ]);
  });

  it('says who took writes first, and who took over', () => {
    expect(runHistory(sources).filter(({ op }) => op === 'epoch')).toEqual([
      { t: 0, op: 'epoch', epoch: 1, region: 'a' },
      { t: 1060, op: 'epoch', epoch: 2, region: 'b' },
    ]);
  });
});
