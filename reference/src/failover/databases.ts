import type { Databases } from '@attest/controllers/failover';
import { postgresDatabases } from '@attest/controllers/failover-adapters';
import { blindToOthers } from '../mutants/blind-promotion.js';
import { withoutFence } from '../mutants/no-fencing.js';
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

/** The same hands, unless something is wrong with them on purpose. */
export function mutatedDatabases(
  databases: Databases,
  { mutants = {}, failover }: Pick<FailoverControllerConfig, 'mutants' | 'failover'>,
): Databases {
  if (mutants.promotion === 'laggard') return blindToOthers(databases, failover.takeover);
  if (mutants.fencing === 'none') return withoutFence(databases, failover.takeover);
  return databases;
}

export const connectionTo = (port: RegionAccess['postgres']) => ({
  host: '127.0.0.1',
  port,
  user: superuser,
  database: databaseName,
});
