import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generateFailoverPermissions } from '@attest/controllers';
import { arborKumori } from '@attest/platform';
import { findTools } from '@attest/tools';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrimary, createStandby } from '../../reference/src/postgres/create-server.js';
import { databaseName, type Postgres, superuser } from '../../reference/src/postgres/postgres.js';
import { connectionInfo } from '../../reference/src/postgres/server-settings.js';
import { findServerUser } from '../../reference/src/postgres/server-user.js';
import { Keeper } from '../../reference/src/processes/keeper.js';
import { createRunDirectory } from '../../reference/src/processes/run-directory.js';
import { until } from './program.js';

const [us, eu, ap] = ['us-east-1', 'eu-west-1', 'ap-southeast-1'] as const;
const attest = path.resolve(import.meta.dirname, '../../cli/bin/attest.js');
const services = arborKumori.services.map(({ id }) => id);

/**
 * The command line against real servers: PostgreSQL through the role that is generated, and stand-ins of Cloudflare, of the edge behind it, and of
 * the channels. One story in order, each part starting from what the one before left.
 */
describe.sequential('a failover of a real platform', () => {
  let directory: string;
  let keeper: Keeper;
  let servers: Record<string, Postgres>;
  let world: Server;
  let url: string;
  /** Content of each record, as Cloudflare keeps it. */
  const records: Record<string, string> = Object.fromEntries(services.map((id) => [id, us]));
  const heard: string[] = [];
  const acknowledged: number[] = [];
  let writing = true;

  const journal = () => path.join(directory, '.attest/failover/production.jsonl');
  const lines = (file = journal()) =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((row) => JSON.parse(row))
      : [];

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'attest-failover-'));
    const tools = await findTools(['postgres']);
    keeper = await Keeper.start({ run: `failover-${process.pid}`, stateDirectory: directory });
    const logFile = (name: string) => path.join(directory, `${name}.log`);
    const primary = await createPrimary({
      keeper,
      binDirectory: path.dirname(tools.postgres.path),
      region: us,
      directory: createRunDirectory(keeper),
      logFile: logFile(us),
      maxConnections: 50,
      user: findServerUser(),
    });
    servers = {
      [us]: primary,
      [eu]: await createStandby(primary, { region: eu, logFile: logFile(eu) }),
      [ap]: await createStandby(primary, { region: ap, logFile: logFile(ap) }),
    };
    await primary.start();
    await Promise.all([eu, ap].map((region) => servers[region]?.start({ upstreamPort: primary.port })));
    await primary.awaitStandbys([eu, ap]);
    // As its owner would: the generated file, by a superuser, on the primary.
    const grants = generateFailoverPermissions(arborKumori, 'production').find(({ path: file }) =>
      file.endsWith('.sql'),
    );
    await primary.query(grants?.content ?? '');
    await primary.query(
      'create role app login; create table writes (id int primary key); grant all on writes to app',
    );
    await primary.setSynchronousStandbys([eu, ap]);
    world = createServer(answer);
    await new Promise<void>((resolve) => world.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(world.address() as AddressInfo).port}`;
    writeFileSync(path.join(directory, 'attest.config.mjs'), config());
    void write();
  }, 120_000);

  afterAll(async () => {
    writing = false;
    world?.close();
    await keeper?.end();
    if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
  });

  const answer: Parameters<typeof createServer>[1] = (request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', async () => {
      const at = request.url ?? '';
      heard.push(`${request.method} ${at}`);
      const id = at.split('/').at(-1) ?? '';
      const send = (status: number, body: unknown, headers = {}) =>
        response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
      if (at.startsWith('/zones/')) {
        if (request.headers.authorization !== 'Bearer a-token')
          return send(403, { success: false, errors: [] });
        if (request.method === 'PATCH') records[id] = JSON.parse(text).content;
        const result = { id, name: id, type: 'CNAME', ttl: 60, content: records[id] };
        return send(200, { success: true, errors: [], result });
      }
      if (at.startsWith('/edge/')) return send(200, 'served', { 'x-region': records[id] });
      if (at.startsWith('/pagerduty')) return send(202, { status: 'success' });
      if (at.startsWith('/seed/')) {
        const [, , region = '', upstream = ''] = at.split('/');
        await seed(region, upstream).then(
          () => send(200, 'ok'),
          (error) => send(500, String(error)),
        );
        return;
      }
      return send(200, 'ok');
    });
  };

  /** What an owner's command would do, with pg_basebackup where there is one. */
  async function seed(region: string, upstream: string): Promise<void> {
    const [target, source] = [servers[region], servers[upstream]] as [Postgres, Postgres];
    await target.stop();
    const client = new pg.Client(source.connectionString());
    await client.connect();
    await client.query(`select pg_backup_start('seed', true)`);
    rmSync(target.dataDirectory, { recursive: true, force: true });
    const skip = new Set(['postmaster.pid', 'postmaster.opts', 'standby.signal']);
    cpSync(source.dataDirectory, target.dataDirectory, {
      recursive: true,
      filter: (file) => !skip.has(path.basename(file)),
    });
    const { rows } = await client.query('select labelfile from pg_backup_stop(false)');
    await client.end();
    writeFileSync(path.join(target.dataDirectory, 'backup_label'), rows[0].labelfile);
    writeFileSync(path.join(target.dataDirectory, 'standby.signal'), '');
    const user = findServerUser();
    if (user !== undefined) await ownedBy(target.dataDirectory, user.uid, user.gid);
    await target.start({ upstreamPort: source.port });
  }

  const config = () => {
    const region = (id: string) => ({
      connection: { env: `PG_${id.replaceAll('-', '_').toUpperCase()}` },
      upstreams: Object.fromEntries(
        Object.entries(servers)
          .filter(([other]) => other !== id)
          .map(([other, { port }]) => [other, connectionInfo(port, id, superuser)]),
      ),
    });
    const targets = { [us]: us, [eu]: eu };
    const failover = {
      databases: {
        kind: 'postgresql',
        regions: Object.fromEntries([us, eu, ap].map((id) => [id, region(id)])),
      },
      traffic: {
        kind: 'cloudflare-records',
        token: { env: 'CLOUDFLARE_API_TOKEN' },
        zoneId: 'z1',
        records: Object.fromEntries(services.map((id) => [id, { recordId: id, type: 'CNAME', targets }])),
        baseUrl: url,
      },
      probes: {
        regions: Object.fromEntries(
          [us, eu].map((id) => [id, Object.fromEntries(services.map((it) => [it, `${url}/probe/${it}`]))]),
        ),
      },
      channels: {
        pagerduty: { routingKey: { env: 'PAGERDUTY_KEY' }, url: `${url}/pagerduty` },
        slack: { webhook: { env: 'SLACK_WEBHOOK' } },
        email: { host: '127.0.0.1', port: 1, from: 'a@example.net', to: 'b@example.net', tls: 'none' },
      },
      seed: [
        process.execPath,
        '-e',
        `fetch('${url}/seed/' + process.env.ATTEST_REGION + '/' + process.env.ATTEST_UPSTREAM).then((it) => process.exit(it.ok ? 0 : 1))`,
      ],
    };
    const entrances = Object.fromEntries(services.map((id) => [id, `${url}/edge/${id}`]));
    const target = { kind: 'external', environment: 'production', entrances, failover };
    return `import { arborKumori, defineConfig } from '@attest/cli';\nexport default defineConfig({ platform: arborKumori, targets: { production: ${JSON.stringify(target)} } });\n`;
  };

  const environment = (): NodeJS.ProcessEnv => ({
    ...process.env,
    CLOUDFLARE_API_TOKEN: 'a-token',
    PAGERDUTY_KEY: 'a-key',
    SLACK_WEBHOOK: `${url}/slack`,
    ...Object.fromEntries(
      Object.entries(servers).map(([id, { port }]) => [
        `PG_${id.replaceAll('-', '_').toUpperCase()}`,
        `postgres://attest_failover@127.0.0.1:${port}/${databaseName}`,
      ]),
    ),
  });

  function run(...words: string[]): {
    child: ChildProcess;
    ended: Promise<{ code: number | null; out: string }>;
  } {
    const child = spawn(process.execPath, [attest, 'failover', ...words], {
      cwd: directory,
      env: environment(),
    });
    let out = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        out += chunk;
      });
    const ended = new Promise<{ code: number | null; out: string }>((resolve) =>
      child.on('close', (code) => resolve({ code, out })),
    );
    return { child, ended };
  }

  /** A client like any other: writes to whoever the records say, and remembers what was acknowledged. */
  async function write(): Promise<void> {
    for (let id = 1; writing; id += 1) {
      const port = servers[records[services[0] as string] ?? us]?.port;
      const client = new pg.Client({
        host: '127.0.0.1',
        port: port as number,
        user: 'app',
        database: databaseName,
      });
      client.on('error', () => {});
      try {
        await client.connect();
        for (; writing; id += 1) {
          await client.query('insert into writes values ($1)', [id]);
          acknowledged.push(id);
          await delay(5);
        }
      } catch {
        await delay(50);
      } finally {
        client.end().catch(() => {});
      }
    }
  }

  async function writesGoOn(): Promise<void> {
    const before = acknowledged.length;
    await until('clients to write again', () => acknowledged.length > before + 50 || undefined);
  }

  const stored = async (region: string): Promise<Set<number>> =>
    new Set(
      (await (servers[region] as Postgres).query<{ id: number }>('select id from writes')).map(
        ({ id }) => id,
      ),
    );

  const isStandby = async (region: string) =>
    (await (servers[region] as Postgres).query<{ it: boolean }>('select pg_is_in_recovery() as it'))[0]?.it;

  it('is rehearsed without sending anything', async () => {
    const { code, out } = await run('start', '--reason', 'maintenance', '--target', 'production').ended;
    expect(code, out).toBe(0);
    expect(out).toContain('select pg_promote(false)');
    expect(out).toContain('Bearer [CLOUDFLARE_API_TOKEN]');
    expect(out).not.toContain('a-token');
    expect(heard).toEqual([]);
    expect(lines()).toEqual([]);
  });

  it('is not begun when nobody agrees', async () => {
    const { code, out } = await run('start', '--reason', 'maintenance', '--target', 'production', '--execute')
      .ended;
    expect(code).toBe(2);
    expect(out).toContain('nobody confirmed the failover');
    expect(heard).toEqual([]);
  });

  it('completes although its process is killed five times, and loses nothing', async () => {
    const words = [
      'start',
      '--reason',
      'maintenance',
      '--target',
      'production',
      '--execute',
      '--confirm',
      eu,
    ];
    for (const kill of [4, 12, 20, 28, 36]) {
      const { child, ended } = run(...words);
      const over = ended.then(() => true);
      while (lines().length < kill && !(await Promise.race([over, delay(5).then(() => false)])));
      child.kill('SIGKILL');
      await ended;
    }
    const { code, out } = await run(...words).ended;
    expect(out).toContain('running already');
    expect(code, out).toBe(0);
    expect(records).toEqual(Object.fromEntries(services.map((id) => [id, eu])));
    expect(await isStandby(eu)).toBe(false);
    expect(lines().filter(({ action }) => action === 'resume').length).toBeGreaterThanOrEqual(3);
    expect(lines().at(-1)).toMatchObject({ event: 'completed', epoch: 2, region: eu });
    await writesGoOn();
    const before = [...acknowledged];
    const has = await stored(eu);
    expect(before.filter((id) => !has.has(id))).toEqual([]);
    expect(before.length).toBeGreaterThan(100);
  }, 180_000);

  it('is done with no more than the role that is generated', async () => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: (servers[eu] as Postgres).port,
      user: 'attest_failover',
      database: databaseName,
    });
    await client.connect();
    for (const sql of [
      'select * from writes',
      'alter system set fsync = off',
      `select pg_read_file('postgresql.conf')`,
      'create role intruder',
      'delete from control.epoch',
    ])
      await expect(client.query(sql), sql).rejects.toMatchObject({ code: '42501' });
    await client.end();
  });

  it('is given back, although its process is killed, and loses nothing', async () => {
    const words = ['failback', '--target', 'production', '--execute', '--confirm', us];
    const own = `${journal()}.failback`;
    for (const kill of [4, 14, 40]) {
      const { child, ended } = run(...words);
      const over = ended.then(() => true);
      while (lines(own).length < kill && !(await Promise.race([over, delay(5).then(() => false)])));
      child.kill('SIGKILL');
      await ended;
    }
    const { code, out } = await run(...words).ended;
    expect(code, out).toBe(0);
    expect(records).toEqual(Object.fromEntries(services.map((id) => [id, us])));
    expect([await isStandby(us), await isStandby(eu), await isStandby(ap)]).toEqual([false, true, true]);
    await writesGoOn();
    const before = [...acknowledged];
    const has = await stored(us);
    expect(before.filter((id) => !has.has(id))).toEqual([]);
    const [epoch] = await (servers[us] as Postgres).query<{ it: number }>(
      'select max(epoch) as it from control.epoch',
    );
    expect(epoch?.it).toBe(3);
    const status = await run('status', '--target', 'production').ended;
    expect(status.out).toMatch(/primary us-east-1\n\s+epoch\s+3/);
  }, 240_000);
});

async function ownedBy(folder: string, uid: number, gid: number): Promise<void> {
  const { readdir, chown, chmod } = await import('node:fs/promises');
  await chown(folder, uid, gid);
  await chmod(folder, 0o700);
  for (const entry of await readdir(folder, { recursive: true }))
    await chown(path.join(folder, entry), uid, gid).catch(() => {});
}
