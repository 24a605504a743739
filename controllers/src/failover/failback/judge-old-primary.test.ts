import { describe, expect, it } from 'vitest';
import type { DatabasePosition } from '../ports.js';
import { judgeOldPrimary, type OldPrimaryQuestion } from './judge-old-primary.js';

const old: DatabasePosition = { role: 'primary', flushedLsn: '0/3000', timelineId: 1, epoch: 1 };
const current: DatabasePosition = { role: 'primary', flushedLsn: '0/5000', timelineId: 2, epoch: 2 };
const usual: OldPrimaryQuestion = {
  old,
  current,
  forkLsn: '0/3000',
  replication: { mode: 'synchronous' },
  discardUnreplicated: false,
};
const asynchronous = { mode: 'asynchronous' } as const;

describe('the data of an old primary', () => {
  it.each<[string, Partial<OldPrimaryQuestion>, object]>([
    ['is replaced when it has nothing of its own', {}, { verdict: 'seed' }],
    [
      'is replaced when it is behind the fork',
      { old: { ...old, flushedLsn: '0/1000' } },
      { verdict: 'seed' },
    ],
    [
      'is replaced when what it has of its own was never acknowledged',
      { old: { ...old, flushedLsn: '0/3010' } },
      { verdict: 'seed', remark: expect.stringContaining('16 bytes') },
    ],
    [
      'is kept when what it has of its own may have been acknowledged',
      { old: { ...old, flushedLsn: '0/3010' }, replication: asynchronous },
      { verdict: 'refuse', reason: 'old-primary-has-unreplicated-writes' },
    ],
    [
      'is replaced by decision of a person',
      { old: { ...old, flushedLsn: '0/3010' }, replication: asynchronous, discardUnreplicated: true },
      { verdict: 'seed', remark: expect.stringContaining('by decision') },
    ],
    [
      'is kept when nobody knows where the timelines part',
      { forkLsn: undefined },
      { verdict: 'refuse', reason: 'fork-unknown' },
    ],
    [
      'is kept when it has the same epoch as the current primary',
      { old: { ...old, epoch: 2 } },
      { verdict: 'refuse', reason: 'old-primary-epoch-not-older' },
    ],
    [
      'is kept when it has a newer epoch, whatever a person has decided',
      { old: { ...old, epoch: 3 }, discardUnreplicated: true },
      { verdict: 'refuse', reason: 'old-primary-epoch-not-older' },
    ],
    [
      'is kept when it was promoted once more',
      { old: { ...old, timelineId: 3 } },
      { verdict: 'refuse', reason: 'old-primary-promoted-again' },
    ],
    [
      'is kept when the current primary is none',
      { current: { ...current, role: 'standby' } },
      { verdict: 'refuse', reason: 'current-is-no-primary' },
    ],
    [
      'need not be replaced when it follows already',
      { old: { role: 'standby', flushedLsn: '0/4000', timelineId: 2, epoch: 2 } },
      { verdict: 'attached' },
    ],
    [
      'is kept when it is a standby that has more than its primary',
      { old: { role: 'standby', flushedLsn: '0/6000', timelineId: 2, epoch: 2 } },
      { verdict: 'refuse', reason: 'standby-ahead-of-primary' },
    ],
    [
      'is replaced when it is a standby of the timeline before',
      { old: { ...old, role: 'standby' } },
      { verdict: 'seed' },
    ],
  ])('%s', (_name, question, verdict) => {
    expect(judgeOldPrimary({ ...usual, ...question })).toMatchObject(verdict);
  });
});
