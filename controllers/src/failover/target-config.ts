import { z } from 'zod';
import type { FailoverConfig } from './config.js';

const text = z.string().min(1);
const byRegion = <T extends z.ZodType>(value: T) => z.record(text, value);
const url = z.url({ protocol: /^https?$/ });

/** Where a secret is; the secret itself is in no configuration. */
const secret = z.union([z.strictObject({ env: text }), z.strictObject({ file: text })]);

const postgresql = z.strictObject({
  kind: z.literal('postgresql'),
  regions: byRegion(
    z.strictObject({
      /** A libpq URI: how the controller reaches the server, from outside all regions. */
      connection: secret,
      /** How this server would reach another region's, as `primary_conninfo`; passwords belong into a passfile there. */
      upstreams: byRegion(text),
    }),
  ),
});
const neon = z.strictObject({
  kind: z.literal('neon'),
  apiKey: secret,
  projectId: text,
  /** The read-write compute by region. */
  endpoints: byRegion(text),
  baseUrl: url.optional(),
});

const cloudflareRecords = z.strictObject({
  kind: z.literal('cloudflare-records'),
  token: secret,
  zoneId: text,
  records: z.record(
    text,
    z.strictObject({ recordId: text, type: z.enum(['A', 'AAAA', 'CNAME']), targets: byRegion(text) }),
  ),
  baseUrl: url.optional(),
});
const cloudflarePools = z.strictObject({
  kind: z.literal('cloudflare-pools'),
  token: secret,
  accountId: text,
  /** The pool of each region, by load balancer. */
  pools: z.record(text, byRegion(text)),
  baseUrl: url.optional(),
});

const kubernetes = z.strictObject({
  /** Without it, `KUBECONFIG` or the user's own. */
  kubeconfig: text.optional(),
  regions: byRegion(
    z.strictObject({
      context: text,
      namespace: text,
      /** By service, where a deployment is not called like it. */
      deployments: z.record(text, text).optional(),
    }),
  ),
  /** Instances that a service has at least in the region that takes over. */
  scale: z.record(text, z.int().positive()),
});

const channels = z.strictObject({
  pagerduty: z.strictObject({ routingKey: secret, url: url.optional() }).optional(),
  slack: z.strictObject({ webhook: secret }).optional(),
  email: z
    .strictObject({
      host: text,
      port: z.int().positive(),
      from: text,
      to: text,
      tls: z.enum(['implicit', 'starttls', 'none']).default('starttls'),
      login: z.strictObject({ user: text, password: secret }).optional(),
    })
    .optional(),
});

/** What a failover of a real platform acts on, and how: the section `failover` of a target. */
export const failoverTargetSchema = z.strictObject({
  databases: z.discriminatedUnion('kind', [postgresql, neon]),
  traffic: z.discriminatedUnion('kind', [cloudflareRecords, cloudflarePools]),
  kubernetes: kubernetes.optional(),
  probes: z.strictObject({
    /** By region and service, a URL that answers 2xx while the service lives there. */
    regions: byRegion(z.record(text, url)),
    /** Header of an answer through the edge that names the region. */
    regionHeader: text.default('x-region'),
  }),
  channels: channels.default({}),
  /** Seeds a region's database from another's as a standby: a command that is told `ATTEST_REGION` and `ATTEST_UPSTREAM`. */
  seed: z.array(text).min(1).optional(),
  /** Relative to the folder that attest runs in. */
  journal: text.optional(),
});

export type FailoverTarget = z.infer<typeof failoverTargetSchema>;
export type FailoverTargetInput = z.input<typeof failoverTargetSchema>;

/** Records of the failover: what is pointed to a region. */
export const recordsOf = ({ traffic }: FailoverTarget): string[] =>
  Object.keys(traffic.kind === 'cloudflare-records' ? traffic.records : traffic.pools);

/** What the target does not say, although a failover of this platform needs it; each as `path: problem`. */
export function targetProblems(
  target: FailoverTarget,
  config: FailoverConfig,
  entrances: Readonly<Record<string, string>>,
): string[] {
  const { primary, takeover, replication, channels: wanted, services, regions } = config;
  const problems: string[] = [];
  const needs = (path: string, has: object, names: readonly string[]) => {
    for (const name of names)
      if (!Object.hasOwn(has, name)) problems.push(`${path}.${name}: is needed and missing`);
  };
  const knows = (path: string, has: object, names: readonly string[], what: string) => {
    for (const name of Object.keys(has))
      if (!names.includes(name)) problems.push(`${path}.${name}: the catalog has no such ${what}`);
  };
  const { databases, traffic } = target;
  const withDatabase = [...new Set([primary, ...replication.standbys])];
  if (databases.kind === 'postgresql') {
    needs('databases.regions', databases.regions, withDatabase);
    for (const [region, { upstreams }] of Object.entries(databases.regions)) {
      const path = `databases.regions.${region}.upstreams`;
      needs(
        path,
        upstreams,
        withDatabase.filter((it) => it !== region),
      );
      for (const [upstream, info] of Object.entries(upstreams)) {
        if (/(^|\s)password\s*=/.test(info))
          problems.push(`${path}.${upstream}: holds a password; name a passfile on the server instead`);
        if (!namesItself(info, region))
          problems.push(
            `${path}.${upstream}: needs application_name=${region}, by which the primary counts it as a synchronous standby`,
          );
      }
    }
    knows('databases.regions', databases.regions, regions, 'region');
  }
  const pointed =
    traffic.kind === 'cloudflare-records'
      ? Object.entries(traffic.records).map(
          ([name, { targets }]) => [`records.${name}.targets`, targets] as const,
        )
      : Object.entries(traffic.pools).map(([name, pools]) => [`pools.${name}`, pools] as const);
  for (const [path, targets] of pointed) {
    needs(`traffic.${path}`, targets, [primary, takeover]);
    knows(`traffic.${path}`, targets, regions, 'region');
  }
  needs('probes.regions', target.probes.regions, [takeover]);
  knows('probes.regions', target.probes.regions, regions, 'region');
  for (const [region, urls] of Object.entries(target.probes.regions))
    knows(`probes.regions.${region}`, urls, services, 'service');
  if (target.kubernetes !== undefined) {
    needs('kubernetes.regions', target.kubernetes.regions, [takeover]);
    knows('kubernetes.scale', target.kubernetes.scale, services, 'service');
  }
  needs('channels', definedOnly(target.channels), wanted);
  needs('entrances', entrances, services);
  return problems;
}

const namesItself = (connectionInfo: string, region: string): boolean =>
  new RegExp(`(^|\\s)application_name\\s*=\\s*'?${region.replaceAll(/[^\w-]/g, '\\$&')}'?(\\s|$)`).test(
    connectionInfo,
  );

const definedOnly = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined));
