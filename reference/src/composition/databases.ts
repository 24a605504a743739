import { join } from 'node:path';
import { type Platform, primaryFirst } from '@attest/platform';
import type { Mutants } from '../bed-options.js';
import { outside } from '../links/latencies.js';
import type { Links } from '../links/links.js';
import { forgetKeys } from '../mutants/lost-keys.js';
import { createPrimary, createStandby } from '../postgres/create-server.js';
import { type Postgres, servicesRole } from '../postgres/postgres.js';
import { findServerUser } from '../postgres/server-user.js';
import type { Keeper } from '../processes/keeper.js';
import { newPassword } from '../services/passwords.js';
import { createSchema } from '../services/schema.js';

export interface DatabasesOptions {
  readonly keeper: Keeper;
  readonly platform: Platform;
  /** The program `postgres`; its companions stand beside it. */
  readonly binDirectory: string;
  readonly directory: string;
  readonly logDirectory: string;
}

/** One server per region, none started: the standbys are copies of the primary. */
export async function createDatabases(options: DatabasesOptions): Promise<ReadonlyMap<string, Postgres>> {
  const { keeper, platform, binDirectory, directory, logDirectory } = options;
  const logFile = (region: string) => join(logDirectory, `${region}.postgres.log`);
  const [primaryRegion, ...others] = primaryFirst(platform);
  const primary = await createPrimary({
    keeper,
    binDirectory,
    region: primaryRegion,
    directory,
    logFile: logFile(primaryRegion),
    maxConnections: platform.database.settings.maxConnections,
    user: findServerUser(),
  });
  const standbys = await Promise.all(
    others.map((region) => createStandby(primary, { region, logFile: logFile(region) })),
  );
  return new Map([primary, ...standbys].map((server) => [server.region, server]));
}

/**
 * Starts the primary, gives it the schema, and lets the others stream from it through their links. Answers with the password of the
 * services.
 */
export async function startDatabases(
  databases: ReadonlyMap<string, Postgres>,
  platform: Platform,
  links: Links,
  { keys }: Mutants = {},
): Promise<string> {
  const [primaryRegion, ...others] = primaryFirst(platform);
  const primary = databases.get(primaryRegion) as Postgres;
  await primary.start();
  const password = newPassword();
  await primary.query(`alter role ${servicesRole} password '${password}'`);
  await linkTo(primary, databases, links);
  const standbys = others.map((region) => databases.get(region) as Postgres);
  await Promise.all([
    primary.query(schemaOf(platform, keys).join(';\n')),
    ...standbys.map(async (standby) => {
      await standby.start({ upstreamPort: links.port(postgresLink(standby.region, primaryRegion)) });
      await linkTo(standby, databases, links);
    }),
  ]);
  return password;
}

/** Commits wait for standbys only once these stream: before, they would wait for nobody. */
export async function makeSynchronous(
  databases: ReadonlyMap<string, Postgres>,
  platform: Platform,
  links: Links,
): Promise<void> {
  const [primaryRegion, ...others] = primaryFirst(platform);
  await Promise.all(
    others.map((region) =>
      databases.get(region)?.awaitStreaming(links.port(postgresLink(region, primaryRegion))),
    ),
  );
  const { standbys, quorum } = platform.failover.replication;
  await databases.get(primaryRegion)?.setSynchronousStandbys(standbys, Math.max(1, quorum));
}

function schemaOf(platform: Platform, keys: Mutants['keys']): string[] {
  const resources = platform.services.flatMap((service) => service.resources);
  return [...createSchema(platform), ...(keys === 'lost' ? forgetKeys(resources) : [])];
}

export function postgresLink(from: string, to: string): string {
  return `${from}->${to}.postgres`;
}

/** A database is reached from every region, its own included, and from outside. */
async function linkTo(
  server: Postgres,
  databases: ReadonlyMap<string, Postgres>,
  links: Links,
): Promise<void> {
  await Promise.all(
    [...databases.keys(), outside].map((from) =>
      links.add({
        name: postgresLink(from, server.region),
        from,
        to: server.region,
        upstreamPort: server.port,
      }),
    ),
  );
}
