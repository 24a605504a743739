import { describe, expect, it } from 'vitest';
import { type LedgerEntry, parseLedger } from './ledger.js';

const owner = { pid: 10, startedAt: 'boot:1' };
const server = { pid: 12, startedAt: 'boot:3' };
const entries: readonly LedgerEntry[] = [
  { kind: 'run', run: 'r1', owner, at: '2026-11-23T22:00:00.000Z' },
  { kind: 'keeper', process: { pid: 11, startedAt: 'boot:2' } },
  { kind: 'directory', path: '/tmp/attest-r1' },
  { kind: 'database', dataDirectory: '/tmp/attest-r1/postgres-a' },
  { kind: 'intent', name: 'postgres a' },
  { kind: 'process', name: 'postgres a', process: server },
  { kind: 'port', name: 'a postgres', port: 20_000 },
];
const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('the ledger of a run', () => {
  it('says what there was', () => {
    expect(parseLedger(text)).toMatchObject({
      run: 'r1',
      owner,
      keeper: { pid: 11 },
      processes: [{ name: 'postgres a', process: server }],
      directories: ['/tmp/attest-r1'],
      databases: ['/tmp/attest-r1/postgres-a'],
      ports: [{ port: 20_000 }],
    });
  });

  it('is read up to a line that was torn when its writer was killed', () => {
    for (let length = text.indexOf('\n') + 1; length < text.length; length += 1) {
      const ledger = parseLedger(text.slice(0, length));
      expect(ledger?.run).toBe('r1');
    }
  });

  it('is not a ledger without the run it belongs to', () => {
    expect(parseLedger('')).toBeUndefined();
    expect(parseLedger('{"hello":1}\n')).toBeUndefined();
    expect(parseLedger(text.slice(text.indexOf('\n') + 1))).toBeUndefined();
  });
});
