import { UDPClient } from 'dns2';
import { afterEach, describe, expect, it } from 'vitest';
import { closeServer, listenOnLoopback } from '../proxy/listen.js';
import { startDnsServer } from './dns-server.js';
import { recordsApi } from './records-api.js';
import { createResolver } from './resolver.js';
import { TroubledResolver } from './resolver-trouble.js';
import { Zone } from './zone.js';

const record = { name: 'primary.db.attest.test', target: 'a.db.attest.test', ttlSeconds: 5 };
let nowMs = 1;
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function setUp() {
  const zone = new Zone('attest.test', [record], { monotonicMs: () => 1, isoTime: () => 'now' });
  const server = await startDnsServer(zone);
  const troubled = new TroubledResolver(zone, () => nowMs);
  const resolver = await startDnsServer(troubled);
  const admin = recordsApi(zone, troubled);
  const adminPort = await listenOnLoopback(admin);
  ends.push(server.stop, resolver.stop, () => closeServer(admin));
  const put = (name: string, body: string) =>
    fetch(`http://127.0.0.1:${adminPort}/records/${name}`, { method: 'PUT', body });
  const trouble = (state: object) =>
    fetch(`http://127.0.0.1:${adminPort}/resolver`, { method: 'PUT', body: JSON.stringify(state) });
  return { port: server.port, resolverPort: resolver.port, adminPort, put, trouble };
}

describe('the DNS server', () => {
  it('answers a name of the zone with its CNAME and its time to live', async () => {
    const { port } = await setUp();
    expect(await createResolver({ port }).cname(record.name)).toEqual({
      target: record.target,
      ttlSeconds: 5,
    });
  });

  it('answers any other name with NXDOMAIN, which the resolver reports with the name', async () => {
    const { port } = await setUp();
    const packet = await UDPClient({ dns: '127.0.0.1', port })('nobody.attest.test', 'CNAME');
    expect({ rcode: packet.header.rcode, aa: packet.header.aa, answers: packet.answers }).toEqual({
      rcode: 3,
      aa: 1,
      answers: [],
    });
    await expect(createResolver({ port }).cname('nobody.attest.test')).rejects.toMatchObject({
      code: 'name-not-resolved',
      message: expect.stringContaining('nobody.attest.test'),
    });
  });

  it('answers a change from the moment that it was accepted', async () => {
    const { port, put } = await setUp();
    const answer = await put(record.name, JSON.stringify({ target: 'b.db.attest.test' }));
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { ...record, target: 'b.db.attest.test', serial: 2, changedAt: 'now', changedMonotonicMs: 1 },
    ]);
    expect(await createResolver({ port }).cname(record.name)).toMatchObject({ target: 'b.db.attest.test' });
  });

  it('lists its records with the serial of the zone', async () => {
    const { adminPort } = await setUp();
    const listed = await (await fetch(`http://127.0.0.1:${adminPort}/records`)).json();
    expect(listed).toMatchObject({ serial: 1, records: [record] });
  });

  it.each([
    ['that is not JSON', record.name, '{', 400],
    ['without a body', record.name, '', 400],
    ['without a target', record.name, '{}', 422],
    ['that is null', record.name, 'null', 422],
    ['of a name that cannot be decoded', '%E0%A4%A', '{"target":"b.attest.test"}', 400],
    ['of another zone', 'a.example.test', '{"target":"b.example.test"}', 422],
  ])('refuses a change %s', async (_what, name, body, status) => {
    const { put } = await setUp();
    const answer = await put(name, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toHaveProperty('error');
  });
});

describe('the resolver before it', () => {
  const ask = async (port: number) => (await createResolver({ port }).cname(record.name)).target;

  it('answers as the zone does', async () => {
    const { resolverPort, put } = await setUp();
    await put(record.name, JSON.stringify({ target: 'b.db.attest.test' }));
    expect(await ask(resolverPort)).toBe('b.db.attest.test');
  });

  it('goes on with what it knew for as long as it is told to, while the zone answers anew', async () => {
    const { port, resolverPort, put, trouble } = await setUp();
    await trouble({ staleSeconds: 20, addedMs: 0 });
    await put(record.name, JSON.stringify({ target: 'b.db.attest.test' }));
    nowMs += 19_999;
    expect([await ask(port), await ask(resolverPort)]).toEqual(['b.db.attest.test', record.target]);
    nowMs += 1;
    expect(await ask(resolverPort)).toBe('b.db.attest.test');
  });

  it('is slow only while it is told to be', async () => {
    const { resolverPort, trouble } = await setUp();
    await trouble({ staleSeconds: 0, addedMs: 60 });
    const begun = performance.now();
    await ask(resolverPort);
    expect(performance.now() - begun).toBeGreaterThan(58);
    const { status } = await trouble({ staleSeconds: 0, addedMs: 0 });
    expect(status).toBe(200);
  });

  it.each([[{}], [{ staleSeconds: -1, addedMs: 0 }], [{ staleSeconds: 0, addedMs: 'soon' }]])(
    'is not told what is no state: %j',
    async (state) => {
      const { trouble } = await setUp();
      expect((await trouble(state)).status).toBe(422);
    },
  );
});
