import { describe, expect, it } from 'vitest';
import { encodeProtobuf, metricsRequestSchema } from './protobuf.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (schema: Parameters<typeof encodeProtobuf>[0], message: object): string =>
  hex(encodeProtobuf(schema, message));

describe('the protobuf encoding', () => {
  // The first three are the examples of https://protobuf.dev/programming-guides/encoding/.
  it.each([
    ['a varint', { a: [1, 'enum'] }, { a: 150 }, '089601'],
    ['a text', { b: [2, 'string'] }, { b: 'testing' }, '120774657374696e67'],
    ['a message', { c: [3, { a: [1, 'enum'] }] }, { c: { a: 150 } }, '1a03089601'],
    ['a list of messages', { c: [3, { a: [1, 'enum'] }] }, { c: [{ a: 1 }, { a: 2 }] }, '1a0208011a020802'],
    ['a double', { d: [4, 'double'] }, { d: 1.5 }, '21000000000000f83f'],
    ['nanoseconds', { e: [2, 'fixed64'] }, { e: '1700000000000000000' }, '1100002a36fe9c9717'],
    ['a list of numbers', { f: [7, 'packed-double'] }, { f: [1.5] }, '3a08000000000000f83f'],
    ['letters beyond ASCII', { b: [2, 'string'] }, { b: 'é🐼' }, '1206c3a9f09f90bc'],
    ['nothing for what is not there', { a: [1, 'enum'], b: [2, 'string'] }, { b: undefined }, ''],
  ] as const)('writes %s', (_what, schema, message, expected) => {
    expect(bytes(schema as never, message)).toBe(expected);
  });

  it('writes lengths of more than one byte, and grows', () => {
    const long = 'x'.repeat(20_000);
    const expected = `1a${'a49c01'}12a09c01${Buffer.from(long).toString('hex')}`;
    expect(bytes({ c: [3, { b: [2, 'string'] }] }, { c: { b: long } })).toBe(expected);
  });

  it('knows no fields but those of the request', () => {
    expect(bytes(metricsRequestSchema, { resourceMetrics: [], unheard: 1 })).toBe('');
  });
});
