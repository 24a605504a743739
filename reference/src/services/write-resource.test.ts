import { describe, expect, it } from 'vitest';
import { sha256 } from './write-request.js';
import { answerWrite } from './write-resource.js';

const request = { idempotencyKey: 'k', content: 'x', model: null, fingerprint: 'f', queues: [] };
const row = {
  id: 'mine',
  content: 'x',
  model: null,
  status: 'stored',
  result: null,
  error: null,
  created_at: new Date(0),
  fingerprint: 'f',
  epoch: 2,
  region: 'b',
  timeline: 2,
  lsn: '0/3000148',
  xid: '745',
};
const rows = (change: object = {}) => ({ kind: 'rows' as const, rows: [{ ...row, ...change }] });
const cause = new Error('any');

describe('the answer to a write', () => {
  it('is 201 with the epoch, the region and the hash of what is stored, when the row is ours', () => {
    expect(answerWrite(rows(), 'mine', request)).toEqual({
      status: 201,
      body: {
        id: 'mine',
        status: 'stored',
        content: 'x',
        hash: sha256('x'),
        createdAt: '1970-01-01T00:00:00.000Z',
        epoch: 2,
        region: 'b',
        wal: { timeline: 2, lsn: '0/3000148', xid: '745' },
      },
    });
  });

  it('is 200 with the stored row when the key was there before', () => {
    expect(answerWrite(rows({ id: 'earlier', status: 'processed' }), 'mine', request)).toMatchObject({
      status: 200,
      body: { id: 'earlier', status: 'processed' },
    });
  });

  it('is 422 when the key was used for another request', () => {
    expect(answerWrite(rows({ id: 'earlier', fingerprint: 'g' }), 'mine', request)).toMatchObject({
      status: 422,
      body: { error: { code: 'idempotency-key-reused' } },
    });
  });

  it('hashes what the database has, not what was sent', () => {
    expect(answerWrite(rows({ content: 'altered' }), 'mine', request).body.hash).toBe(sha256('altered'));
  });

  it.each([
    [
      'never an acknowledgement when the outcome is unknown',
      { kind: 'unknown', cause },
      504,
      'outcome-unknown',
    ],
    ['503 when the database was not reached', { kind: 'not-sent', cause }, 503, 'database-unavailable'],
    [
      '409 while the same key is in progress',
      { kind: 'refused', sqlState: '55P03', cause },
      409,
      'in-progress',
    ],
    [
      '503 when the database is read-only',
      { kind: 'refused', sqlState: '25006', cause },
      503,
      'database-refused',
    ],
    ['503 when there is no epoch to write in', { kind: 'rows', rows: [] }, 503, 'no-epoch'],
  ] as const)('is %s', (_what, executed, status, code) => {
    expect(answerWrite(executed, 'mine', request)).toMatchObject({ status, body: { error: { code } } });
  });
});
