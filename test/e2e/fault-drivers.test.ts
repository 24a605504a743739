import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FaultName, faults, type InstanceDriver, type Target } from '@attest/chaos';
import { findTools } from '@attest/tools';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { portOf } from '../../reference/src/composition/context.js';
import { startDnsServer } from '../../reference/src/dns/dns-server.js';
import { databaseTarget, primaryDatabaseName, zone as zoneOfBed } from '../../reference/src/dns/names.js';
import { recordsApi } from '../../reference/src/dns/records-api.js';
import { TroubledResolver } from '../../reference/src/dns/resolver-trouble.js';
import { Zone } from '../../reference/src/dns/zone.js';
import { adminCall } from '../../reference/src/faults/admin-call.js';
import { alertingDriver } from '../../reference/src/faults/alerting-driver.js';
import { clockDriver } from '../../reference/src/faults/clock-driver.js';
import { databaseDriver } from '../../reference/src/faults/database-driver.js';
import type { DatabaseRecovery } from '../../reference/src/faults/database-recovery.js';
import { diskDriver } from '../../reference/src/faults/disk-driver.js';
import { instanceDriver } from '../../reference/src/faults/instance-driver.js';
import { linkDriver } from '../../reference/src/faults/link-driver.js';
import {
  type MisbehavingServices,
  type Misbehaviour,
  misbehaving,
} from '../../reference/src/faults/misbehaving.js';
import { nodeDriver } from '../../reference/src/faults/node-driver.js';
import { replicaDriver } from '../../reference/src/faults/replica-driver.js';
import { resolverDriver } from '../../reference/src/faults/resolver-driver.js';
import { secretDriver } from '../../reference/src/faults/secret-driver.js';
import { sessionDriver } from '../../reference/src/faults/session-driver.js';
import { startDriver } from '../../reference/src/faults/start-driver.js';
import { trafficDriver } from '../../reference/src/faults/traffic-driver.js';
import { vendorDriver } from '../../reference/src/faults/vendor-driver.js';
import { Links } from '../../reference/src/links/links.js';
import { createPrimary, createStandby } from '../../reference/src/postgres/create-server.js';
import { type Postgres, servicesRole } from '../../reference/src/postgres/postgres.js';
import { findServerUser } from '../../reference/src/postgres/server-user.js';
import { builtProgram } from '../../reference/src/processes/built-program.js';
import { forkProgram } from '../../reference/src/processes/fork-program.js';
import { Keeper } from '../../reference/src/processes/keeper.js';
import { pickPort } from '../../reference/src/processes/port.js';
import { isHalted } from '../../reference/src/processes/process-table.js';
import { createRunDirectory } from '../../reference/src/processes/run-directory.js';
import { spawnManaged } from '../../reference/src/processes/spawn-managed.js';
import { listenOnLoopback } from '../../reference/src/proxy/listen.js';
import { misbehave } from '../../reference/src/services/misbehave.js';
import type { SupervisorConfig } from '../../reference/src/supervisor/supervisor-config.js';
import type { SupervisorStatus } from '../../reference/src/supervisor/supervisor-status.js';
import { startVendors } from '../../reference/src/vendors/vendors.js';

const site = { primary: 'us-east-1', takeover: 'eu-west-1', bystander: 'ap-southeast-1' };
const regions = [site.primary, site.takeover];

/** Real servers, links and processes, without the platform around them. */
describe.sequential('faults on real parts', () => {
  let stateDirectory: string;
  let keeper: Keeper;
  let links: Links;
  let servers: Record<string, Postgres>;
  let target: Target;
  let writing: NodeJS.Timeout;
  let usual: NodeJS.Timeout;
  let instance: ChildProcess;

  const startInstance = () => {
    instance = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  };
  /** What a supervisor would say, and do about an instance that has ended. */
  const status = async () => {
    if (instance.exitCode !== null || instance.signalCode !== null) startInstance();
    const pid = instance.pid ?? null;
    const ready = pid !== null && !isHalted(pid);
    const state = 'running' as const;
    return {
      region: site.primary,
      crashes: 0,
      ready,
      instances: [{ service: 'api', revision: 'r1', name: 'api-1', pid, state, ready, restarts: 0 }],
    };
  };

  beforeAll(async () => {
    const tools = await findTools(['postgres', 'toxiproxy']);
    stateDirectory = mkdtempSync(join(tmpdir(), 'attest-fault-drivers-'));
    const logFile = (name: string) => join(stateDirectory, `${name}.log`);
    keeper = await Keeper.start({ run: `fault-drivers-${process.pid}`, stateDirectory });
    links = await Links.start({ keeper, program: tools.toxiproxy.path, logFile: logFile('toxiproxy') });
    const us = await createPrimary({
      keeper,
      binDirectory: dirname(tools.postgres.path),
      region: site.primary,
      directory: createRunDirectory(keeper),
      logFile: logFile('us'),
      maxConnections: 50,
      user: findServerUser(),
    });
    const eu = await createStandby(us, { region: site.takeover, logFile: logFile('eu') });
    servers = { [site.primary]: us, [site.takeover]: eu };
    // Of the bystander only what it sees of the others.
    for (const from of [...regions, site.bystander, 'outside']) {
      for (const to of regions) {
        const upstreamPort = (servers[to] as Postgres).port;
        await links.add({ name: `${from}->${to}.postgres`, from, to, upstreamPort });
      }
    }
    for (const vendor of ['replicate', 'webhooks', 'ably']) {
      const name = `${site.primary}->outside.${vendor}`;
      await links.add({
        name,
        from: site.primary,
        to: 'outside',
        upstreamPort: us.port,
        greeting: 'postgres',
      });
    }
    await us.start();
    await eu.start({ upstreamPort: links.port(`${site.takeover}->${site.primary}.postgres`) });
    await us.awaitStandbys([site.takeover]);
    await us.query('create table writes (at timestamptz default now())');
    await us.query(
      'create schema queue; create table queue.jobs (id int); insert into queue.jobs values (1), (2)',
    );
    // A replica can only lag behind somebody who writes.
    writing = setInterval(() => void us.query('insert into writes default values').catch(() => {}), 50);
    startInstance();
    const server = (region: string) => servers[region] as Postgres;
    const recovery: DatabaseRecovery = {
      async restore(region) {
        server(region).resume();
        if (!server(region).running) await server(region).start();
      },
      prove: async (region) => ({
        probe: region,
        expected: 'running',
        observed: String(server(region).running),
        ok: server(region).running,
      }),
    };
    const password = 'initial';
    await us.query(`alter role ${servicesRole} password '${password}'`);
    const supervisor = await startSupervisor(us.port, password);
    target = {
      name: 'parts',
      regions: [...regions, site.bystander],
      starts: startDriver(() => supervisor, ['notes']),
      nodes: nodeDriver(() => supervisor, ['notes']),
      secrets: secretDriver({ primary: async () => us, supervisors: () => [supervisor], initial: password }),
      clocks: clockDriver(() => supervisor),
      vendors: vendorDriver(
        (await startVendors({ environment: 'test', revision: 'r', models: [], routingKeys: [] })).ports,
      ),
      resolvers: resolverDriver(await startNames()),
      sessions: sessionDriver(server),
      alerting: await startAlerting(),
      traffic: await startTraffic(),
      databases: databaseDriver(server, recovery),
      disks: diskDriver(server, recovery),
      instances: { ...instanceDriver(status, ['api']), misbehaving: await startMisbehaving() },
      links: linkDriver(links, server),
      replicas: replicaDriver(server),
    } as unknown as Target;
  });
  afterAll(async () => {
    clearInterval(writing);
    clearInterval(usual);
    instance?.kill('SIGKILL');
    await keeper?.end();
    if (stateDirectory !== undefined) rmSync(stateDirectory, { recursive: true, force: true });
  });

  async function startNames() {
    const monotonicMs = () => performance.now();
    const zone = new Zone('attest.test', [], { monotonicMs, isoTime: () => '' });
    const troubled = new TroubledResolver(zone, monotonicMs);
    const [dns, resolver] = await Promise.all([startDnsServer(zone), startDnsServer(troubled)]);
    return {
      dns: dns.port,
      resolver: resolver.port,
      admin: await listenOnLoopback(recordsApi(zone, troubled)),
    };
  }

  /** A supervisor with two instances of a service, which find the primary by its name. */
  async function startSupervisor(databasePort: number, password: string) {
    const clock = { monotonicMs: () => performance.now(), isoTime: () => '' };
    const record = { name: primaryDatabaseName, target: databaseTarget(site.primary), ttlSeconds: 5 };
    const names = await startDnsServer(new Zone(zoneOfBed, [record], clock));
    const probe = { port: 3000, initialDelaySeconds: 30, periodSeconds: 5 };
    const config: SupervisorConfig = {
      region: site.primary,
      environment: 'test',
      revision: 'r1',
      logDirectory: stateDirectory,
      services: [
        {
          id: 'notes',
          instances: 2,
          liveness: { path: '/api/health', ...probe },
          readiness: { path: '/api/ready', ...probe },
          config: {
            database: {
              dnsPort: names.port,
              links: { [site.primary]: databasePort },
              database: 'platform',
              user: servicesRole,
              passwords: [password],
            },
            resources: [],
            models: [],
            livenessPath: '/api/health',
            readinessPath: '/api/ready',
          },
        },
      ],
      workers: [],
      ports: {},
    };
    const program = await forkProgram(keeper, {
      name: 'supervisor',
      program: builtProgram('supervisor'),
      config,
      logFile: join(stateDirectory, 'supervisor.log'),
    });
    const ask = (method: string, path: string, body?: unknown) =>
      adminCall(portOf(program, 'admin'), method, path, body);
    return { ask, status: () => ask('GET', '/status') as Promise<SupervisorStatus> };
  }

  /** Two programs that serve, in the place of those that take long to start. */
  async function startAlerting() {
    const script = `require('node:http').createServer((q, r) => r.end()).listen(+process.argv[1], '127.0.0.1')`;
    const [prometheusPort, alertmanagerPort] = [await pickPort(), await pickPort()];
    const start = (name: string, port: number) =>
      spawnManaged(keeper, {
        name,
        command: process.execPath,
        args: ['-e', script, String(port)],
        logFile: join(stateDirectory, `${name}.log`),
      });
    const processes = [
      await start('prometheus', prometheusPort),
      await start('alertmanager', alertmanagerPort),
    ];
    return alertingDriver(() => ({ processes, prometheusPort, alertmanagerPort }));
  }

  /** A service that does what it is told to do wrong. */
  async function startMisbehaving(): Promise<InstanceDriver['misbehaving']> {
    let defect: Misbehaviour | undefined;
    const app = express().use(misbehave(() => defect));
    app.get('/', (_request, response) => void response.json({}));
    const port = await listenOnLoopback(createServer(app));
    const services: MisbehavingServices = {
      services: ['api'],
      set: async (_service, misbehaviour) => {
        defect = misbehaviour;
      },
      state: async () => defect ?? {},
      async ask() {
        const begun = performance.now();
        const { status } = await fetch(`http://127.0.0.1:${port}/`);
        return { status, tookMs: performance.now() - begun };
      },
    };
    return (_region, misbehaviour) => misbehaving(services, misbehaviour);
  }

  /** Somebody who is asked twenty times a second, and as often as the fault asks besides. */
  async function startTraffic() {
    const asked: number[] = [];
    const server = createServer((_request, response) => {
      asked.push(performance.now());
      response.end();
    });
    const url = `http://127.0.0.1:${await listenOnLoopback(server)}/`;
    const ask = async () => (await fetch(url)).arrayBuffer();
    usual = setInterval(() => void ask().catch(() => {}), 50);
    const arriving = async (seconds: number) =>
      asked.filter((at) => at > performance.now() - seconds * 1000).length / seconds;
    // What is usual is known of as many seconds as are looked at.
    await vi.waitUntil(() => asked.length > 60, { timeout: 20_000 });
    return trafficDriver({ arriving, ask });
  }

  const notOk = (proofs: readonly { ok: boolean }[]) => proofs.filter(({ ok }) => !ok);

  it.each<FaultName>([
    'partition',
    'flapping-partition',
    'one-way-partition',
    'deaf-primary',
    'bystander-partition',
    'isolated-primary',
    'narrow-link',
    'connection-resets',
    'latency',
    'error-injection',
    'slow-responses',
    'webhook-late',
    'ably-outage',
    'traffic-spike',
    'database-unreachable',
    'replicate-outage',
    'replicate-hang',
    'replicate-slow',
    'replicate-rate-limit',
    'webhook-outage',
    'webhook-loss',
    'webhook-duplicate',
    'slow-dns',
    'replica-lag',
    'connection-exhaustion',
    'long-lock',
    'slow-disk',
    'instance-pause',
    'instance-kill',
    'crash-loop',
    'secret-rotation',
    'clock-skew',
    'slow-start',
    'bad-configuration',
    'node-drain',
    'database-pause',
    'database-kill',
    'disk-full',
    'stale-dns-in-failover',
    'alerting-outage-in-failover',
    'pager-outage-in-failover',
  ])('%s is proven only while it is there, and is undone, also twice', async (name) => {
    const fault = faults[name];
    expect(fault.missing(target)).toBeUndefined();
    // Nothing that a probe could have been told by an earlier fault makes up for looking.
    const early = await fault.prove(target, site).catch(() => []);
    expect(early.length === 0 || notOk(early).length > 0).toBe(true);

    try {
      await fault.inject(target, site);
      const proofs = await fault.prove(target, site);
      expect(proofs.length).toBeGreaterThan(0);
      expect(notOk(proofs)).toEqual([]);
      // What is still there cannot be proven to be gone; an instance that was killed is started again by others at once.
      if (name !== 'instance-kill')
        expect(notOk(await fault.proveUndone(target, site)).length).toBeGreaterThan(0);
    } finally {
      // Also where a check has failed: the next fault is not to meet this one.
      await fault.undo(target, site);
      await fault.undo(target, site);
    }
    expect(notOk(await fault.proveUndone(target, site))).toEqual([]);
  });

  it('region loss needs more than parts, and says so', () => {
    expect(faults['region-loss'].missing(target)).toMatch(/cut the links of a region/);
  });
});
