import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainOk } from './plain-ok.js';

const text = fc.string({
  unit: fc.constantFrom('a', 'é', '"', '\\', '\t', '}', '😀'),
  minLength: 1,
  maxLength: 3,
});
const time = fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constantFrom(-0.5, 0, 1e21, 12.345678));

describe('a plain acknowledgement', () => {
  it('says what the JSON parser says, or leaves the line to it', () => {
    let read = 0;
    const wal = fc.record({
      timeline: fc.nat(),
      lsn: fc.constantFrom('0/3000148', 'FF/1', 'x/1'),
      xid: fc.constantFrom('745', '"'),
    });
    const acked = fc.record(
      { t: time, op: fc.constant('ok'), id: text, epoch: fc.integer(), region: text, wal },
      { requiredKeys: ['t', 'op', 'id', 'epoch', 'region'] },
    );
    let receipts = 0;
    fc.assert(
      fc.property(acked, (event) => {
        const plain = plainOk(JSON.stringify(event));
        if (plain === undefined) return;
        read += 1;
        if (plain.wal !== undefined) receipts += 1;
        expect(plain).toEqual(JSON.parse(JSON.stringify(event)));
      }),
      { numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(receipts);
    expect(receipts).toBeGreaterThan(0);
  });

  it.each([
    ['a number with leading zeros', '{"t":007,"op":"ok","id":"a","epoch":1,"region":"r"}'],
    ['an escape', String.raw`{"t":1,"op":"ok","id":"\u0061","epoch":1,"region":"r"}`],
    ['a control character', '{"t":1,"op":"ok","id":"a\tb","epoch":1,"region":"r"}'],
    ['an empty id', '{"t":1,"op":"ok","id":"","epoch":1,"region":"r"}'],
    ['a field more', '{"t":1,"op":"ok","id":"a","epoch":1,"region":"r","x":1}'],
    ['half a receipt', '{"t":1,"op":"ok","id":"a","epoch":1,"region":"r","wal":{"timeline":1}}'],
    ['a torn end', '{"t":1,"op":"ok","id":"a","epoch":1,"region":"r"'],
    ['another operation', '{"t":1,"op":"info","id":"a"}'],
    ['an epoch as text', '{"t":1,"op":"ok","id":"a","epoch":"1","region":"r"}'],
  ])('is not one with %s', (_what, line) => {
    expect(plainOk(line)).toBeUndefined();
  });
});
