import type { Telemetry } from '@attest/instrumentation';
import { instrumentPool } from '@attest/instrumentation/postgres';
import { BedError } from '../bed-error.js';
import { primaryDatabaseName } from '../dns/names.js';
import { createResolver } from '../dns/resolver.js';
import type { DatabaseAccess, Identity } from './config.js';
import { Passwords, type PasswordsHeld, type PasswordsMessage } from './passwords.js';
import { PrimaryDatabase } from './primary-database.js';
import { PrimaryDirectory } from './primary-directory.js';

/**
 * The directory of a program: real DNS, real PostgreSQL, every pool with its metrics.
 * @throws BedError `program-misconfigured`
 */
export function openDirectory(
  access: DatabaseAccess,
  identity: Identity,
  telemetry: Telemetry,
  defaultConnections: number,
): PrimaryDirectory<PrimaryDatabase> {
  if (!Number.isInteger(access.dnsPort)) throw withoutNameServer(identity);
  const resolver = createResolver({ port: access.dnsPort });
  const passwords = new Passwords(access.passwords ?? []);
  process.on('message', (message: Partial<PasswordsMessage> | null) => {
    if (message?.type !== 'database-passwords') return;
    passwords.set(message.passwords ?? []);
    const held: PasswordsHeld = { type: 'database-passwords', digest: passwords.digest };
    process.send?.(held);
  });
  return new PrimaryDirectory({
    resolve: () => resolver.cname(primaryDatabaseName),
    open: (region) => {
      const port = access.links[region];
      if (port === undefined) return undefined;
      const database = new PrimaryDatabase({
        port,
        database: access.database,
        user: access.user,
        passwords,
        applicationName: identity.instance,
        commit: access.commit,
        maxConnections: access.maxConnections ?? defaultConnections,
      });
      instrumentPool(database.pool, telemetry, { pool: access.database });
      return database;
    },
    after: (seconds, callback) => {
      const timer = setTimeout(callback, seconds * 1000);
      return () => clearTimeout(timer);
    },
  });
}

function withoutNameServer({ instance }: Identity): BedError {
  return new BedError({
    code: 'program-misconfigured',
    message: `${instance} was started without database.dnsPort, by which it finds the database that takes writes.`,
    fix: 'Give database.dnsPort, the UDP port of the name server, in the configuration of the program.',
  });
}
