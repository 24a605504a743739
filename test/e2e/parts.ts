import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import type { DriverName, InstanceDriver, Target } from '@attest/chaos';
import { findTools } from '@attest/tools';
import express from 'express';
import { portOf } from '../../reference/src/composition/context.js';
import { startDnsServer } from '../../reference/src/dns/dns-server.js';
import { databaseTarget, primaryDatabaseName, zone } from '../../reference/src/dns/names.js';
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
import type { ManagedProcess } from '../../reference/src/processes/managed-process.js';
import { pickPort } from '../../reference/src/processes/port.js';
import { isHalted } from '../../reference/src/processes/process-table.js';
import { createRunDirectory } from '../../reference/src/processes/run-directory.js';
import { spawnManaged } from '../../reference/src/processes/spawn-managed.js';
import { listenOnLoopback } from '../../reference/src/proxy/listen.js';
import { misbehave } from '../../reference/src/services/misbehave.js';
import type { SupervisorConfig } from '../../reference/src/supervisor/supervisor-config.js';
import type { SupervisorStatus } from '../../reference/src/supervisor/supervisor-status.js';
import { until } from './program.js';

/** Where faults on parts strike. */
export const site = { primary: 'us-east-1', takeover: 'eu-west-1', bystander: 'ap-southeast-1' };
const served = [site.primary, site.takeover];
const password = 'initial';

/** The drivers that parts are enough for: a lost region and a rollout need the whole platform around them. */
export const partDrivers = [
  'databases',
  'disks',
  'instances',
  'starts',
  'nodes',
  'secrets',
  'clocks',
  'links',
  'replicas',
  'vendors',
  'resolvers',
  'sessions',
  'alerting',
  'traffic',
] as const satisfies readonly DriverName[];
export type PartDriver = (typeof partDrivers)[number];

export interface Parts {
  readonly keeper: Keeper;
  /** With those drivers that were asked for. */
  readonly target: Target;
  stop(): Promise<void>;
}

/** Real servers, links and processes of the bed, as many as these drivers need, without the platform around them. */
export async function startParts(
  run: string,
  stateDirectory: string,
  wanted: readonly PartDriver[],
): Promise<Parts> {
  mkdirSync(join(stateDirectory, 'logs'), { recursive: true });
  const keeper = await Keeper.start({ run, stateDirectory });
  const logFile = (name: string) => join(stateDirectory, 'logs', `${name}.log`);
  const timers: NodeJS.Timeout[] = [];
  const servers = once(() => startServers(keeper, logFile, timers));
  const database = async () => {
    const started = await servers();
    return (region: string) => started.databases[region] as Postgres;
  };
  const supervisor = once(async () =>
    startSupervisor(keeper, logFile, (await database())(site.primary).port),
  );
  const instances = async () => {
    const driver = instanceDriver(await startInstances(keeper, logFile), ['api']);
    return { ...driver, misbehaving: await startMisbehaving() };
  };
  const make: Readonly<Record<PartDriver, () => Promise<unknown>>> = {
    databases: async () => databaseDriver(await database(), recoveryOf(await database())),
    disks: async () => diskDriver(await database(), recoveryOf(await database())),
    instances,
    starts: async () => startDriver(await always(supervisor()), ['notes']),
    nodes: async () => nodeDriver(await always(supervisor()), ['notes']),
    clocks: async () => clockDriver(await always(supervisor())),
    secrets: async () => {
      const [us, it] = [(await database())(site.primary), await supervisor()];
      return secretDriver({ primary: async () => us, supervisors: () => [it], initial: password });
    },
    links: async () => linkDriver((await servers()).links, await database()),
    replicas: async () => replicaDriver(await database()),
    vendors: async () => vendorDriver(await startVendors(keeper, logFile)),
    resolvers: async () => resolverDriver(await startNames(keeper, logFile)),
    sessions: async () => sessionDriver(await database()),
    alerting: () => startAlerting(keeper, logFile),
    traffic: () => startTraffic(timers),
  };
  const drivers: Record<string, unknown> = {};
  for (const name of wanted) drivers[name] = await make[name]();
  return {
    keeper,
    target: { name: 'parts', regions: [...served, site.bystander], ...drivers } as unknown as Target,
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await keeper.end();
    },
  };
}

type LogFile = (name: string) => string;

/** The databases of two regions, which replicate and are written to, and the links of all places to them. */
async function startServers(keeper: Keeper, logFile: LogFile, timers: NodeJS.Timeout[]) {
  const tools = await findTools(['postgres', 'toxiproxy']);
  const links = await Links.start({ keeper, program: tools.toxiproxy.path, logFile: logFile('toxiproxy') });
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
  const databases: Record<string, Postgres> = { [site.primary]: us, [site.takeover]: eu };
  // Of the bystander only what it sees of the others.
  for (const from of [...served, site.bystander, 'outside']) {
    for (const to of served) {
      const upstreamPort = (databases[to] as Postgres).port;
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
  await us.query(`alter role ${servicesRole} password '${password}'`);
  // A replica can only lag behind somebody who writes.
  timers.push(setInterval(() => void us.query('insert into writes default values').catch(() => {}), 50));
  return { links, databases };
}

function recoveryOf(database: (region: string) => Postgres): DatabaseRecovery {
  return {
    async restore(region) {
      database(region).resume();
      if (!database(region).running) await database(region).start();
    },
    prove: async (region) => ({
      probe: region,
      expected: 'running',
      observed: String(database(region).running),
      ok: database(region).running,
    }),
  };
}

/** One instance, and what a supervisor would say of it, and do about one that has ended. */
async function startInstances(keeper: Keeper, logFile: LogFile) {
  const start = () =>
    spawnManaged(keeper, {
      name: 'api-1',
      command: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      logFile: logFile('api-1'),
    });
  let instance: ManagedProcess = await start();
  return async (): Promise<SupervisorStatus> => {
    if (!instance.running) instance = await start();
    const { pid } = instance;
    const ready = !isHalted(pid);
    return {
      region: site.primary,
      crashes: 0,
      ready,
      instances: [
        { service: 'api', revision: 'r1', name: 'api-1', pid, state: 'running', ready, restarts: 0 },
      ],
    } as SupervisorStatus;
  };
}

/** A supervisor with two instances of a service, which find the primary by its name. */
async function startSupervisor(keeper: Keeper, logFile: LogFile, databasePort: number) {
  const clock = { monotonicMs: () => performance.now(), isoTime: () => '' };
  const record = { name: primaryDatabaseName, target: databaseTarget(site.primary), ttlSeconds: 5 };
  const names = await startDnsServer(new Zone(zone, [record], clock));
  const probe = { port: 3000, initialDelaySeconds: 30, periodSeconds: 5 };
  const config: SupervisorConfig = {
    region: site.primary,
    environment: 'test',
    revision: 'r1',
    logDirectory: dirname(logFile('supervisor')),
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
    logFile: logFile('supervisor'),
  });
  const ask = (method: string, path: string, body?: unknown) =>
    adminCall(portOf(program, 'admin'), method, path, body);
  return { ask, status: () => ask('GET', '/status') as Promise<SupervisorStatus> };
}

const told = { environment: 'test', revision: 'r' };

async function startVendors(keeper: Keeper, logFile: LogFile) {
  const { ports } = await forkProgram(keeper, {
    name: 'vendors',
    program: builtProgram('vendors'),
    config: { ...told, models: [], routingKeys: [] },
    logFile: logFile('vendors'),
  });
  return ports;
}

async function startNames(keeper: Keeper, logFile: LogFile) {
  const { ports } = await forkProgram(keeper, {
    name: 'dns',
    program: builtProgram('dns'),
    config: { ...told, zone, records: [] },
    logFile: logFile('dns'),
  });
  return ports;
}

/** Two programs that serve, in the place of those that take long to start. */
async function startAlerting(keeper: Keeper, logFile: LogFile) {
  const script = `require('node:http').createServer((q, r) => r.end()).listen(+process.argv[1], '127.0.0.1')`;
  const [prometheusPort, alertmanagerPort] = [await pickPort(), await pickPort()];
  const start = (name: string, port: number) =>
    spawnManaged(keeper, {
      name,
      command: process.execPath,
      args: ['-e', script, String(port)],
      logFile: logFile(name),
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
async function startTraffic(timers: NodeJS.Timeout[]) {
  const asked: number[] = [];
  const server = createServer((_request, response) => {
    asked.push(performance.now());
    response.end();
  });
  const url = `http://127.0.0.1:${await listenOnLoopback(server)}/`;
  const ask = async () => {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    return answer.status;
  };
  timers.push(setInterval(() => void ask().catch(() => {}), 50));
  const arriving = async (seconds: number) =>
    asked.filter((at) => at > performance.now() - seconds * 1000).length / seconds;
  // What is usual is known of as many seconds as are looked at.
  await until('traffic for some seconds', () => (asked.length > 60 ? true : undefined));
  return trafficDriver({ arriving, read: ask, written: async () => ask });
}

function once<T>(start: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => {
    started ??= start();
    return started;
  };
}

const always = async <T>(value: Promise<T>): Promise<() => T> => {
  const known = await value;
  return () => known;
};
