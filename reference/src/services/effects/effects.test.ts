import { describe, expect, it } from 'vitest';
import type { Job } from '../job.js';
import type { Statements } from '../primary-database.js';
import { deliverWebhook } from './deliver-webhook.js';
import { generateImage } from './generate-image.js';
import { processResource } from './process.js';
import { realtimeChannel } from './realtime-channel.js';

const job: Job = {
  id: '7',
  queue: 'mail',
  resource: 'art.pictures',
  resourceId: 'r-7',
  attempt: 1,
  runnableAtMs: 5_000,
};
const signal = new AbortController().signal;

describe('delivering a webhook', () => {
  it('is done once the customer answered 2xx, and carries the same id with every attempt', async () => {
    const ids: unknown[] = [];
    const deliver = deliverWebhook(
      'http://customer',
      async (_url, headers) => ids.push(headers['webhook-id']) && 204,
    );
    expect(await deliver(job, signal)).toEqual({});
    await deliver({ ...job, id: '9', attempt: 3 }, signal);
    expect(ids).toEqual(['mail_r-7', 'mail_r-7']);
  });

  it.each([199, 301, 404, 500])('fails when the customer answers %i', async (status) => {
    await expect(deliverWebhook('http://customer', async () => status)(job, signal)).rejects.toThrow(
      String(status),
    );
  });
});

describe('processing', () => {
  it('tells the channel once it is committed, many resources in one request', async () => {
    const sent: unknown[] = [];
    const publish = realtimeChannel({ publish: async (messages) => sent.push(messages.length) });
    const effect = processResource(publish);
    const [first, second] = [await effect(job, signal), await effect(job, signal)];
    expect([first.status, sent]).toEqual(['processed', []]);
    first.committed?.();
    second.committed?.();
    await new Promise(setImmediate);
    expect(sent).toEqual([2]);
  });

  it('does not mind that the channel is away', async () => {
    const publish = realtimeChannel({
      publish: async () => {
        throw new Error('away');
      },
    });
    publish(job);
    await new Promise(setImmediate);
  });
});

describe('generating an image', () => {
  const setUp = (rows: unknown[], output: unknown = ['https://images.attest.test/1.png']) => {
    const asked: unknown[] = [];
    const client = {
      run: async (model: string, { input }: { input: object }) => {
        asked.push([model, input]);
        return output as object;
      },
    };
    const statements: Statements = { execute: async () => ({ kind: 'rows', rows: rows as never }) };
    const tableOf = ({ resource }: Job) => (resource === 'art.pictures' ? '"art"."pictures"' : undefined);
    return { asked, effect: generateImage({ client, statements: () => statements, tableOf }) };
  };

  it('asks for the model and the prompt of the resource, and stores where the image is', async () => {
    const { asked, effect } = setUp([{ content: 'a lighthouse', model: 'paint' }]);
    expect(await effect(job, signal)).toEqual({
      status: 'succeeded',
      result: 'https://images.attest.test/1.png',
    });
    expect(asked).toEqual([['reference/paint', { prompt: 'a lighthouse' }]]);
  });

  it('gives up at once on a resource that is not there', async () => {
    await expect(setUp([]).effect(job, signal)).rejects.toMatchObject({ name: 'UnrecoverableError' });
    await expect(setUp([]).effect({ ...job, resource: 'x.y' }, signal)).rejects.toMatchObject({
      name: 'UnrecoverableError',
    });
  });

  it('fails, to be tried again, when the prediction has no output', async () => {
    await expect(setUp([{ content: 'x', model: 'paint' }], []).effect(job, signal)).rejects.toThrow(
      'no output',
    );
  });
});
