import type { VendorTrouble } from '@attest/chaos';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askVendor } from '../faults/ask-vendor.js';
import { startVendors, type Vendors } from './vendors.js';

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors({ environment: 'test', revision: 'r', models: [], routingKeys: [] });
});
afterAll(() => vendors.stop());

const at = (path: string) => `http://127.0.0.1:${vendors.ports.admin}${path}`;
const trouble = (vendor: string, body: unknown) =>
  fetch(at(`/troubles/${vendor}`), { method: 'PUT', body: JSON.stringify(body) });
beforeEach(async () => {
  await fetch(at('/troubles/webhooks'), { method: 'DELETE' });
});

const send = async (webhookId: string, timeoutMs = 1000) => {
  const { said } = await askVendor(vendors.ports.webhooks ?? 0, { timeoutMs, webhookId });
  const { received } = (await (await fetch(at('/received?channel=webhook'))).json()) as {
    received: { dedupKey: string }[];
  };
  return [said, received.filter(({ dedupKey }) => dedupKey === webhookId).length];
};

describe('a vendor in trouble', () => {
  it.each<[VendorTrouble, string, number]>([
    [{ kind: 'refuses', status: 503 }, 'status 503', 0],
    [{ kind: 'hangs' }, 'no answer', 0],
    [{ kind: 'loses-requests' }, 'a broken connection', 0],
    [{ kind: 'loses-answers' }, 'a broken connection', 1],
  ])('%j: the client sees %s', async (wrong, said, kept) => {
    expect((await trouble('webhooks', wrong)).status).toBe(200);
    expect(await send(wrong.kind, 300)).toEqual([said, kept]);
    await fetch(at('/troubles/webhooks'), { method: 'DELETE' });
    expect(await send(`${wrong.kind} afterwards`)).toEqual(['status 200', 1]);
  });

  it('is late by so much, and does what it was asked', async () => {
    await trouble('webhooks', { kind: 'slow', addedMs: 80 });
    const begun = performance.now();
    expect(await send('slow')).toEqual(['status 200', 1]);
    expect(performance.now() - begun).toBeGreaterThan(78);
  });

  it('says so to what exceeds its limit, and takes the rest', async () => {
    await trouble('webhooks', { kind: 'limits', perSecond: 2 });
    const said = await Promise.all(['a', 'b', 'c', 'd'].map((id) => send(`limit ${id}`)));
    expect(said.map(([answer]) => answer).sort()).toEqual([
      'status 200',
      'status 200',
      'status 429',
      'status 429',
    ]);
  });

  it('is known by its name, and leaves the others alone', async () => {
    await trouble('webhooks', { kind: 'hangs' });
    expect(await (await fetch(at('/troubles'))).json()).toEqual({ webhooks: { kind: 'hangs' } });
    expect((await askVendor(vendors.ports.replicate ?? 0, { timeoutMs: 1000 })).said).toBe('status 401');
  });

  it.each([{}, { kind: 'sulks' }, { kind: 'slow' }, { kind: 'limits', perSecond: 0 }, { kind: 'toString' }])(
    'cannot be in %j',
    async (wrong) => {
      expect((await trouble('webhooks', wrong)).status).toBe(422);
      expect((await trouble('nobody', { kind: 'hangs' })).status).toBe(404);
    },
  );
});
