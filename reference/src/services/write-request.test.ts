import type { Resource } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parseWrite } from './write-request.js';

const notes: Resource = {
  name: 'notes',
  path: '/api/notes',
  schema: 'diary',
  enqueues: [
    { queue: 'index', when: 'always' },
    { queue: 'mail', when: 'requested' },
  ],
};
const pictures: Resource = {
  name: 'pictures',
  path: '/api/pictures',
  schema: 'art',
  enqueues: [],
  fulfilledBy: 'gpu',
};
const parse = (body: unknown, key: string | undefined = 'k', resource = notes) =>
  parseWrite(resource, ['paint'], key, body);

describe('a write', () => {
  it('gets the jobs that come with every write, and those that it asks for', () => {
    expect(parse({ content: 'x' })).toMatchObject({ queues: ['index'] });
    expect(parse({ content: 'x', requested: ['mail', 'mail'] })).toMatchObject({ queues: ['index', 'mail'] });
  });

  it('gets a job for the GPU workers where they fulfil it', () => {
    expect(parse({ content: 'x', model: 'paint' }, 'k', pictures)).toMatchObject({
      model: 'paint',
      queues: ['gpu/art.pictures'],
    });
  });

  it('has the same fingerprint when it is the same request, whatever its key', () => {
    const fingerprint = (body: object, key = 'k') =>
      (parse(body, key) as { fingerprint: string }).fingerprint;
    expect(fingerprint({ content: 'x' })).toBe(fingerprint({ requested: [], content: 'x' }, 'other'));
    expect(fingerprint({ content: 'x' })).not.toBe(fingerprint({ content: 'y' }));
    expect(fingerprint({ content: 'x' })).not.toBe(fingerprint({ content: 'x', requested: ['mail'] }));
  });

  it.each([
    ['no key', { content: 'x' }, '', 400, 'idempotency-key-missing'],
    ['a key that is too long', { content: 'x' }, 'k'.repeat(256), 400, 'idempotency-key-too-long'],
    ['no body', undefined, 'k', 400, 'body-not-an-object'],
    ['a list', [], 'k', 400, 'body-not-an-object'],
    ['no content', {}, 'k', 400, 'content-missing'],
    ['empty content', { content: '' }, 'k', 400, 'content-missing'],
    ['content that is no text', { content: 1 }, 'k', 400, 'content-missing'],
    ['a NUL', { content: 'a\0b' }, 'k', 422, 'content-not-storable'],
    ['half a character', { content: '\ud83d' }, 'k', 422, 'content-not-storable'],
    ['requested that is no list', { content: 'x', requested: 'mail' }, 'k', 400, 'requested-not-a-list'],
    ['an unknown queue', { content: 'x', requested: ['fax'] }, 'k', 422, 'requested-unknown'],
    ['a model where there is none', { content: 'x', model: 'paint' }, 'k', 400, 'model-not-expected'],
  ])('is refused with %s', (_what, body, key, status, code) => {
    expect(parse(body, key)).toMatchObject({ status, code });
  });

  it('is refused without a model, or with one that is not offered, where GPUs fulfil it', () => {
    expect(parse({ content: 'x' }, 'k', pictures)).toMatchObject({ status: 400, code: 'model-missing' });
    expect(parse({ content: 'x', model: 'sing' }, 'k', pictures)).toMatchObject({
      status: 422,
      code: 'model-unknown',
    });
  });

  it('keeps a whole emoji', () => {
    expect(parse({ content: '😀' })).toMatchObject({ content: '😀' });
  });
});
