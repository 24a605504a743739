import type { Databases } from '@attest/controllers/failover';
import { postgresDatabases } from '@attest/controllers/failover-adapters';
import { databaseName, superuser } from '../postgres/postgres.js';
import { connectionInfo } from '../postgres/server-settings.js';
import { acting } from './acting.js';
import type { FailoverControllerConfig, RegionAccess } from './controller-config.js';

/** The failover controller's hands on the databases: SQL through the links from outside. */
export const createDatabases = (regions: FailoverControllerConfig['regions']): Databases =>
  postgresDatabases(
    Object.fromEntries(
      Object.entries(regions).map(([region, { postgres, upstreams }]) => [
        region,
        {
          connection: connectionTo(postgres),
          upstreams: Object.fromEntries(
            Object.entries(upstreams).map(([upstream, port]) => [
              upstream,
              connectionInfo(port, region, superuser),
            ]),
          ),
        },
      ]),
    ),
    acting,
  );

export const connectionTo = (port: RegionAccess['postgres']) => ({
  host: '127.0.0.1',
  port,
  user: superuser,
  database: databaseName,
});
