import { setTimeout as delay } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { ControllerError } from '../../controller-error.js';
import type { FailoverConfig } from '../config.js';
import type {
  Clock,
  Databases,
  Dns,
  FailoverMetrics,
  FailoverPorts,
  JournalSink,
  Workloads,
} from '../ports.js';
import type { FailoverTarget } from '../target-config.js';
import { cloudflarePoolDns } from './cloudflare/pool-dns.js';
import { cloudflareRecordDns } from './cloudflare/record-dns.js';
import { httpEdge, httpProbes } from './http-probes.js';
import { clusterAccess } from './kubernetes/cluster-access.js';
import { kubernetesWorkloads } from './kubernetes/workloads.js';
import type { AdapterOptions } from './mode.js';
import { neonCannot } from './neon/databases.js';
import type { EmailChannel } from './notify/email.js';
import { type Channels, channelNotifier } from './notify/notifier.js';
import { postgresDatabases } from './postgresql/databases.js';
import { readSecret, Secret, type SecretSource } from './secret.js';

export interface RealPorts extends AdapterOptions {
  readonly target: FailoverTarget;
  readonly config: FailoverConfig;
  /** As users reach the services. */
  readonly entrances: Readonly<Record<string, string>>;
  readonly journal: JournalSink;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Everything that the controller needs of a real platform. A dry run reads no secret and opens no connection.
 *
 * @throws ControllerError `secret-missing`, `not-configured`, and `not-offered` where the databases cannot fail over
 */
export async function realPorts(options: RealPorts): Promise<FailoverPorts> {
  const { target, config, entrances, journal, mode, env } = options;
  const missing: ControllerError[] = [];
  const secretOf = (source: SecretSource): Secret => {
    if (mode === 'dry-run') return new Secret('', 'env' in source ? source.env : source.file);
    try {
      return readSecret(source, env);
    } catch (error) {
      missing.push(error as ControllerError);
      return new Secret('', 'missing');
    }
  };
  const connections = connectionsOf(target, secretOf);
  const databases = databasesOf(target, connections, options);
  const dns = dnsOf(target, secretOf, options);
  const notifier = channelNotifier(channelsOf(target.channels, secretOf), options);
  if (missing.length > 0) throw allMissing(missing);
  return {
    databases,
    dns,
    notifier,
    ...(await workloadsOf(target, options)),
    probes: httpProbes(
      Object.fromEntries(
        config.regions.map((region) => {
          const database = connections[region];
          const services = target.probes.regions[region] ?? {};
          return [region, { services, ...(database && { database }) }];
        }),
      ),
      options,
    ),
    edge: httpEdge(
      { entrances, regionHeader: target.probes.regionHeader, assumed: config.takeover },
      options,
    ),
    journal,
    metrics: noMetrics,
    clock: systemClock,
  };
}

const allMissing = (missing: readonly ControllerError[]) =>
  new ControllerError(
    'secret-missing',
    `secrets are missing:\n${[...new Set(missing.map(({ message }) => `  ${message}`))].join('\n')}`,
    'provide them to this process, or name other sources in the target’s failover section',
  );

type SecretOf = (source: SecretSource) => Secret;

const connectionsOf = ({ databases }: FailoverTarget, secretOf: SecretOf): Record<string, ClientConfig> =>
  databases.kind === 'neon'
    ? {}
    : Object.fromEntries(
        Object.entries(databases.regions).map(([region, { connection }]) => [
          region,
          { connectionString: secretOf(connection).reveal() },
        ]),
      );

function databasesOf(
  { databases }: FailoverTarget,
  connections: Readonly<Record<string, ClientConfig>>,
  options: AdapterOptions,
): Databases {
  // Better refused before anything is touched than found out by a standby that does not answer.
  if (databases.kind === 'neon') throw neonCannot('promote');
  const servers = Object.entries(databases.regions).map(([region, { upstreams }]) => [
    region,
    { connection: connections[region] ?? {}, upstreams },
  ]);
  return postgresDatabases(Object.fromEntries(servers), options);
}

function dnsOf({ traffic }: FailoverTarget, secretOf: SecretOf, options: AdapterOptions): Dns {
  const { token, baseUrl } = traffic;
  const access = { token: secretOf(token), ...(baseUrl !== undefined && { baseUrl }) };
  return traffic.kind === 'cloudflare-records'
    ? cloudflareRecordDns(access, traffic, options)
    : cloudflarePoolDns(access, traffic, options);
}

async function workloadsOf(
  { kubernetes }: FailoverTarget,
  options: RealPorts,
): Promise<{ workloads?: Workloads }> {
  if (kubernetes === undefined) return {};
  const { kubeconfig } = kubernetes;
  const regions = await Promise.all(
    Object.entries(kubernetes.regions).map(async ([region, { context, namespace, deployments }]) => {
      const access = await clusterAccess(context, kubeconfig, options.mode);
      return [region, { access, namespace, ...(deployments && { deployments }) }] as const;
    }),
  );
  return { workloads: kubernetesWorkloads(Object.fromEntries(regions), options) };
}

function channelsOf({ pagerduty, slack, email }: FailoverTarget['channels'], secretOf: SecretOf): Channels {
  return {
    ...(pagerduty && {
      pagerduty: {
        routingKey: secretOf(pagerduty.routingKey),
        ...(pagerduty.url !== undefined && { url: pagerduty.url }),
      },
    }),
    ...(slack && { slack: { webhook: secretOf(slack.webhook) } }),
    ...(email && { email: emailOf(email, secretOf) }),
  };
}

function emailOf(
  { login, ...email }: NonNullable<FailoverTarget['channels']['email']>,
  secretOf: SecretOf,
): EmailChannel {
  return {
    ...email,
    ...(login && { login: { user: login.user, password: secretOf(login.password) } }),
  };
}

/** A failover that a person starts is over before anybody could scrape it; its journal has the times. */
const noMetrics: FailoverMetrics = {
  state: () => {},
  epoch: () => {},
  stepDuration: () => {},
  finished: () => {},
};

export const systemClock: Clock = {
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  isoNow: () => new Date().toISOString(),
  sleep: (ms, signal) => delay(ms, undefined, signal ? { signal } : {}).catch(() => {}),
};
