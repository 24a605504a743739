import Cloudflare from 'cloudflare';
import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.js';
import { never, recorded } from '../testing/recorded.js';
import { type Heard, type ScriptedAnswer, scriptedServer } from '../testing/scripted-server.js';
import { cloudflareTokenPermissions } from './permissions.js';
import { cloudflarePoolDns } from './pool-dns.js';
import { cloudflareRecordDns } from './record-dns.js';
import { editPool, editRecord, getPool, getRecord } from './requests.js';

const token = new Secret('hunter2', 'CLOUDFLARE_API_TOKEN');
const ok = (result: unknown): ScriptedAnswer => ({
  body: { success: true, errors: [], messages: [], result },
});
const no = (status: number, code: number, message: string): ScriptedAnswer => ({
  status,
  body: { success: false, errors: [{ code, message }], messages: [], result: null },
});

const record = {
  id: 'r1',
  name: 'db.example.net',
  type: 'CNAME',
  ttl: 60,
  proxied: false,
  content: 'us.example.net',
};
const records = {
  zoneId: 'z1',
  records: {
    database: {
      recordId: 'r1',
      type: 'CNAME' as const,
      targets: { 'us-east-1': 'us.example.net', 'eu-west-1': 'eu.example.net' },
    },
  },
};

describe('DNS records at Cloudflare', () => {
  async function dns(...answers: (ScriptedAnswer | ((heard: Heard) => ScriptedAnswer))[]) {
    const { url, heard } = await scriptedServer(...answers);
    const options = recorded();
    return { heard, options, dns: cloudflareRecordDns({ token, baseUrl: url }, records, options) };
  }

  it('tell the region that they point to', async () => {
    const { dns: it, heard } = await dns(ok(record));
    expect(await it.current('database', never)).toBe('us-east-1');
    expect(heard).toMatchObject([
      { method: 'GET', path: '/zones/z1/dns_records/r1', headers: { authorization: 'Bearer hunter2' } },
    ]);
  });

  it('are pointed to a region and stay otherwise as they are', async () => {
    const { dns: it, heard } = await dns(ok(record), ok({ ...record, content: 'eu.example.net' }));
    await it.point('database', 'eu-west-1', never);
    expect(heard[1]).toMatchObject({
      method: 'PATCH',
      path: '/zones/z1/dns_records/r1',
      body: { type: 'CNAME', name: 'db.example.net', ttl: 60, proxied: false, content: 'eu.example.net' },
    });
  });

  it('are left alone when they point there already', async () => {
    const { dns: it, heard } = await dns(ok({ ...record, content: 'eu.example.net' }));
    await it.point('database', 'eu-west-1', never);
    expect(heard).toHaveLength(1);
  });

  it('are not taken to point where the answer does not say so', async () => {
    const { dns: it } = await dns(ok(record), ok(record));
    await expect(it.point('database', 'eu-west-1', never)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('that somebody pointed elsewhere are of no region', async () => {
    const { dns: it } = await dns(ok({ ...record, content: 'old.example.net' }));
    await expect(it.current('database', never)).rejects.toThrow(/old\.example\.net.*no region/);
  });

  it.each<[string, ScriptedAnswer, string, RegExp, RegExp, number]>([
    [
      'no permission',
      no(403, 10000, 'Authentication error'),
      'forbidden',
      /Authentication error \(10000\)/,
      /DNS Read/,
      1,
    ],
    ['a token that is unknown', no(401, 9109, 'Invalid access token'), 'unauthorized', /9109/, /revoked/, 1],
    ['a token that is none', no(400, 6003, 'Invalid request headers'), 'rejected', /6003/, /correct/, 1],
    [
      'a record that is gone',
      no(404, 81044, 'Record does not exist.'),
      'not-found',
      /81044/,
      /identifiers/,
      1,
    ],
    [
      'the limit of 1200 requests in five minutes',
      { ...no(429, 10429, 'Rate limited'), headers: { 'retry-after': '240' } },
      'rate-limited',
      /429/,
      /after 240 s/,
      1,
    ],
    ['an incident', no(500, 10001, 'Internal error'), 'unavailable', /500.*3 attempts/, /incident/, 3],
    ['no answer', { instead: 'hang' }, 'timed-out', /no answer in time/, /incident/, 3],
    ['an error page', { body: '<html>' }, 'malformed-answer', /no JSON/, /proxy/, 1],
    [
      'a success that is none',
      { body: { success: false, result: record } },
      'malformed-answer',
      /success/,
      /proxy/,
      1,
    ],
  ])('say what is wrong after %s', async (_name, answer, code, message, fix, times) => {
    const { dns: it, heard } = await dns(answer);
    const asked = it.current('database', never);
    await expect(asked).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      fix: expect.stringMatching(fix),
    });
    expect(heard).toHaveLength(times);
  });

  it.each([
    ['a record that is not configured', 'elsewhere', 'eu-west-1', /elsewhere.*there are database/],
    ['a region without a target', 'database', 'mars-1', /no target in mars-1/],
  ])('refuse %s before anything is sent', async (_name, name, region, message) => {
    const { dns: it, heard } = await dns(ok(record));
    await expect(it.point(name, region, never)).rejects.toThrow(message);
    expect(heard).toEqual([]);
  });

  it('send nothing in a dry run, and show all that they would send', async () => {
    const { url, heard } = await scriptedServer(ok(record));
    const options = recorded('dry-run');
    await cloudflareRecordDns({ token, baseUrl: url }, records, options).point(
      'database',
      'eu-west-1',
      never,
    );
    expect(heard).toEqual([]);
    expect(options.intents.map(({ request }) => request.split('\n')[0])).toEqual([
      `GET ${url}/zones/z1/dns_records/r1`,
      `PATCH ${url}/zones/z1/dns_records/r1`,
    ]);
    expect(JSON.stringify(options.intents)).toContain('Bearer [CLOUDFLARE_API_TOKEN]');
    expect(JSON.stringify(options.intents)).not.toContain('hunter2');
  });
});

describe('pools of a load balancer at Cloudflare', () => {
  const pools = { accountId: 'a1', pools: { shop: { 'us-east-1': 'p-us', 'eu-west-1': 'p-eu' } } };

  /** Keeps the pools as the API would. */
  async function account(enabled: Record<string, boolean>, more: { broken?: string } = {}) {
    const { url, heard } = await scriptedServer(({ method, path, body }) => {
      const id = path.split('/').at(-1) ?? '';
      if (more.broken === id && method === 'PATCH') return no(403, 10000, 'Authentication error');
      if (method === 'PATCH') enabled[id] = (body as { enabled: boolean }).enabled;
      return ok({ id, enabled: enabled[id] });
    });
    return { heard, enabled, dns: cloudflarePoolDns({ token, baseUrl: url }, pools, recorded()) };
  }

  it('point to the region whose pool alone is enabled', async () => {
    const { dns } = await account({ 'p-us': true, 'p-eu': false });
    expect(await dns.current('shop', never)).toBe('us-east-1');
  });

  it.each([
    ['two are', { 'p-us': true, 'p-eu': true }, /us-east-1, eu-west-1 are enabled/],
    ['none is', { 'p-us': false, 'p-eu': false }, /no pool is enabled/],
  ])('point nowhere when %s', async (_name, enabled, message) => {
    const { dns } = await account(enabled);
    await expect(dns.current('shop', never)).rejects.toThrow(message);
  });

  it('are enabled before the others are disabled, so that somebody always answers', async () => {
    const { dns, heard, enabled } = await account({ 'p-us': true, 'p-eu': false });
    await dns.point('shop', 'eu-west-1', never);
    expect(enabled).toEqual({ 'p-us': false, 'p-eu': true });
    expect(heard.map(({ path, body }) => [path, body])).toEqual([
      ['/accounts/a1/load_balancers/pools/p-eu', { enabled: true }],
      ['/accounts/a1/load_balancers/pools/p-us', { enabled: false }],
    ]);
  });

  it('leave the old region its traffic when the new pool cannot be enabled', async () => {
    const { dns, enabled } = await account({ 'p-us': true, 'p-eu': false }, { broken: 'p-eu' });
    await expect(dns.point('shop', 'eu-west-1', never)).rejects.toMatchObject({
      code: 'forbidden',
      fix: expect.stringContaining('Load Balancing: Monitors and Pools Write'),
    });
    expect(enabled).toEqual({ 'p-us': true, 'p-eu': false });
  });
});

describe('requests to Cloudflare', () => {
  it('are those that the vendor’s own library sends', async () => {
    const { url, heard } = await scriptedServer(ok({ ...record, enabled: true }));
    const client = new Cloudflare({ apiToken: 'hunter2', baseURL: url, maxRetries: 0 });
    const edit = {
      type: 'CNAME',
      name: 'db.example.net',
      ttl: 60,
      content: 'eu.example.net',
      proxied: false,
    } as const;
    await client.dns.records.get('r1', { zone_id: 'z1' });
    await client.dns.records.edit('r1', { zone_id: 'z1', ...edit });
    await client.loadBalancers.pools.get('p1', { account_id: 'a1' });
    await client.loadBalancers.pools.edit('p1', { account_id: 'a1', enabled: false });
    const access = { token, baseUrl: url };
    const ours = [
      getRecord(access, 'z1', 'r1'),
      editRecord(access, 'z1', 'r1', edit),
      getPool(access, 'a1', 'p1'),
      editPool(access, 'a1', 'p1', { enabled: false }),
    ];
    expect(
      heard.map(({ method, path, body, headers }) => ({
        method,
        url: `${url}${path}`,
        body,
        by: headers.authorization,
      })),
    ).toEqual(
      ours.map(({ method, url: address, body, headers }) => ({
        method,
        url: address,
        body,
        by: (headers.authorization as Secret).reveal(),
      })),
    );
  });

  it('need no permission that the list for the token does not give', () => {
    const access = { token };
    const edit = { type: 'CNAME', name: 'a', ttl: 1, content: 'b' } as const;
    const needed = {
      records: [getRecord(access, 'z', 'r'), editRecord(access, 'z', 'r', edit)],
      pools: [getPool(access, 'a', 'p'), editPool(access, 'a', 'p', { enabled: true })],
    };
    for (const kind of ['records', 'pools'] as const) {
      // Write includes read.
      const given = cloudflareTokenPermissions[kind].flatMap(({ permission }) => [
        permission,
        permission.replace('Write', 'Read'),
      ]);
      expect(new Set(needed[kind].map(({ permission }) => permission))).toEqual(new Set(given));
    }
  });
});
