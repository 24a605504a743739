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
    { t: 14, op: 'invoke', id: 'v-1', hash: 'h', stream: 'v' },
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
  promised: new Map([['w', ['job', 'webhook']]]),
  effects: [
    {
      kind: 'job',
      rows: [{ id: 'w-1', count: 1 }],
      pending: 0,
      forgotten: 0,
      atLeastOnce: false,
      sentMonotonicMs: 5090,
    },
    { kind: 'webhook', rows: [], pending: 1, forgotten: 0, atLeastOnce: false, sentMonotonicMs: 5090 },
    { kind: 'image', rows: [], pending: 0, forgotten: 3, atLeastOnce: false, sentMonotonicMs: 5090 },
    { kind: 'charge', rows: [], pending: 0, forgotten: 0, atLeastOnce: true, sentMonotonicMs: 5090 },
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
      [1014, 'invoke'],
      [1030, 'ok'],
      [1040, 'fault'],
      [1060, 'epoch'],
      [1070, 'read'],
      [1080, 'wal'],
      ...Array.from({ length: 4 }, () => [1090, 'effects']),
    ]);
  });

  it('says who took writes first, and who took over', () => {
    expect(runHistory(sources).filter(({ op }) => op === 'epoch')).toEqual([
      { t: 0, op: 'epoch', epoch: 1, region: 'a' },
      { t: 1060, op: 'epoch', epoch: 2, region: 'b' },
    ]);
  });

  it('says what the writes of a stream promise, and nothing of others', () => {
    expect(runHistory(sources).filter(({ op }) => op === 'invoke')).toEqual([
      { t: 1010, op: 'invoke', id: 'w-1', hash: 'h', effects: ['job', 'webhook'] },
      { t: 1014, op: 'invoke', id: 'v-1', hash: 'h' },
    ]);
  });

  it('takes for final only effects of which none is under way and none was forgotten', () => {
    const effects = runHistory(sources).flatMap((event) => (event.op === 'effects' ? [event] : []));
    expect(effects).toEqual([
      { t: 1090, op: 'effects', kind: 'job', final: true, rows: [{ id: 'w-1', count: 1 }] },
      { t: 1090, op: 'effects', kind: 'webhook', final: false, rows: [] },
      { t: 1090, op: 'effects', kind: 'image', final: false, rows: [] },
      { t: 1090, op: 'effects', kind: 'charge', final: true, atLeastOnce: true, rows: [] },
    ]);
  });
});
