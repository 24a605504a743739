import { describe, expect, it } from 'vitest';
import { type Answer, type Fault, faultOf, faults, isCached } from './answer.js';

const good: Answer = {
  status: 200,
  errorCode: 0,
  error: '',
  contentType: 'application/json',
  body: '{"id":"1"}',
};

const cases: [Fault, Partial<Answer>][] = [
  ['timeout', { status: 0, errorCode: 1050 }],
  ['refused', { status: 0, errorCode: 1212 }],
  ['reset', { status: 0, errorCode: 1220 }],
  ['dns', { status: 0, errorCode: 1101 }],
  ['tls', { status: 0, errorCode: 1310 }],
  ['connection', { status: 0, errorCode: 1000 }],
  ['sockets', { status: 0, errorCode: 1210, error: 'socket: too many open files' }],
  ['redirect', { status: 302 }],
  ['unauthorized', { status: 401 }],
  ['rate-limited', { status: 429 }],
  ['unavailable', { status: 503 }],
  ['client-error', { status: 404 }],
  ['server-error', { status: 502 }],
  ['status', { status: 101 }],
  ['html', { contentType: 'text/html; charset=utf-8', body: '<html>' }],
  ['content-type', { contentType: 'text/plain' }],
  ['empty-body', { body: ' ' }],
  ['torn-body', { body: '{"id":"1"' }],
  ['torn-body', { body: `{"rows":"${'x'.repeat(5000)}` }],
  ['error-body', { body: '{"error":{"code":"no"}}' }],
  ['error-body', { body: '{"success":false}' }],
  ['error-body', { body: '{"errors":["no"]}' }],
];

describe('a good answer', () => {
  it.each(cases)('is not one with %s: %j', (fault, change) => {
    expect(faultOf({ ...good, ...change }, 'json')).toBe(fault);
  });

  it.each([
    [{}],
    [{ status: 201 }],
    [{ body: '[]' }],
    [{ body: '{"error":null,"errors":[]}' }],
    // A resource that has failed is a good answer about a bad resource.
    [{ body: '{"id":"1","status":"failed","error":"no GPU"}' }],
    [{ body: `{"rows":"${'x'.repeat(5000)}"}` }],
  ])('is one with %j', (change: Partial<Answer>) => {
    expect(faultOf({ ...good, ...change }, 'json')).toBeUndefined();
  });

  it('may be of any type but HTML where none is expected', () => {
    expect(faultOf({ ...good, contentType: 'image/png', body: undefined }, '')).toBeUndefined();
    expect(faultOf({ ...good, contentType: 'text/html' }, '')).toBe('html');
  });

  it('has a case for every fault', () => {
    const shown = new Set<string>(cases.map(([fault]) => fault));
    expect(Object.keys(faults).filter((fault) => !shown.has(fault))).toEqual([]);
  });

  it.each([
    [{ Age: '0' }, true],
    [{ 'X-Cache': 'MISS' }, true],
    [{ 'Cf-Cache-Status': 'HIT' }, true],
    [{ 'Cf-Cache-Status': 'DYNAMIC' }, false],
    [{}, false],
  ])('is a cached one with %j: %s', (headers: Record<string, string>, cached) => {
    expect(isCached((name) => headers[name])).toBe(cached);
  });
});
