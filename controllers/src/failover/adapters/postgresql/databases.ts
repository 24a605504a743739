import { setTimeout as delay } from 'node:timers/promises';
import type { ClientConfig } from 'pg';
import { ControllerError } from '../../../controller-error.js';
import type { DatabasePosition, Databases } from '../../ports.js';
import type { AdapterOptions } from '../mode.js';
import {
  acceptWrites,
  detach,
  follow,
  inRecovery,
  type Operation,
  position,
  promote,
  refuseWrites,
  setSynchronousStandbys,
  shownStatement,
  writeEpoch,
} from './operations.js';
import { type Query, withSession } from './session.js';

const pollMs = 50;

export interface PostgresServer {
  /** How the controller reaches it, from outside all regions. */
  readonly connection: ClientConfig;
  /** `primary_conninfo` by the region that it would follow; its `application_name` has to be this server's region. */
  readonly upstreams: Readonly<Record<string, string>>;
}

/** A server that is where the catalog expects it: what a dry run assumes. */
const assumedPosition: DatabasePosition = { role: 'standby', flushedLsn: '0/0', timelineId: 1, epoch: 0 };

/** The failover controller's hands on PostgreSQL servers: SQL, one session for each piece of work. */
export function postgresDatabases(
  servers: Readonly<Record<string, PostgresServer>>,
  { mode, record }: AdapterOptions,
): Databases {
  const serverOf = (region: string): PostgresServer => {
    const server = servers[region];
    if (server !== undefined) return server;
    throw new ControllerError(
      'not-configured',
      `PostgreSQL: there is no way to the database of ${region}; there are ${Object.keys(servers).join(', ')}`,
      'name its connection in the target’s failover section',
    );
  };

  const run = async (
    region: string,
    operations: readonly Operation[],
    signal: AbortSignal,
  ): Promise<void> => {
    const { connection } = serverOf(region);
    show(region, operations);
    if (mode === 'dry-run') return;
    await withSession(region, connection, signal, async (query) => {
      for (const operation of operations) await carryOut(region, operation, query, signal);
    });
  };

  const show = (region: string, operations: readonly Operation[]) => {
    const statements = operations.flatMap((operation) => operation.statements.map(shownStatement));
    record({ adapter: 'PostgreSQL', request: `${region}:\n${statements.join(';\n')};` });
  };

  const positionAfter = async (
    region: string,
    operations: readonly Operation[],
    signal: AbortSignal,
  ): Promise<DatabasePosition> => {
    const { connection } = serverOf(region);
    show(region, [...operations, { statements: [position] }]);
    if (mode === 'dry-run') return assumedPosition;
    return withSession(region, connection, signal, async (query) => {
      for (const operation of operations) await carryOut(region, operation, query, signal);
      return readPosition(region, query);
    });
  };

  return {
    position: (region, signal) => positionAfter(region, [], signal),
    detach: (region, signal) => positionAfter(region, [detach], signal),
    async follow(region, upstream, signal) {
      const connectionInfo = serverOf(region).upstreams[upstream];
      if (connectionInfo === undefined) {
        throw new ControllerError(
          'not-configured',
          `PostgreSQL: it is not known how ${region} reaches ${upstream}`,
          `name upstreams.${upstream} of ${region} in the target’s failover section`,
        );
      }
      await run(region, [follow(connectionInfo)], signal);
    },
    refuseWrites: (region, signal) => run(region, refuseWrites, signal),
    acceptWrites: (region, signal) => run(region, [acceptWrites], signal),
    setSynchronousStandbys: (region, quorum, standbys, signal) =>
      run(region, [setSynchronousStandbys(quorum, standbys)], signal),
    promote: (region, signal) => run(region, [promote], signal),
    writeEpoch: (region, epoch, signal) => run(region, [writeEpoch(epoch, region)], signal),
  };
}

async function carryOut(
  region: string,
  { onlyStandby, statements, until }: Operation,
  query: Query,
  signal: AbortSignal,
): Promise<void> {
  if (onlyStandby !== undefined && !(await isStandby(query))) {
    if (onlyStandby === 'skip') return;
    throw new ControllerError(
      'rejected',
      `database of ${region}: it is no standby, so it cannot follow`,
      'seed it from the primary first; until then it stays out of replication',
    );
  }
  for (const { sql, values } of statements) await query(sql, values);
  if (until === undefined) return;
  // Ends by the session's signal at the latest: then the query rejects.
  while (!until.holds(await query(until.sql, until.values))) {
    signal.throwIfAborted();
    await delay(pollMs);
  }
}

async function isStandby(query: Query): Promise<boolean> {
  const [row] = await query<{ standby: boolean }>(inRecovery.sql);
  return row?.standby ?? true;
}

async function readPosition(region: string, query: Query): Promise<DatabasePosition> {
  type Row = { standby: boolean; lsn: string; timeline: number; epoch: number | null };
  const [row] = await query<Row>(position.sql);
  if (row === undefined) {
    throw new ControllerError(
      'malformed-answer',
      `database of ${region}: it did not tell its position`,
      'see that the address is that of a PostgreSQL server, not of a pooler that rewrites queries',
    );
  }
  const { standby, lsn, timeline, epoch } = row;
  return { role: standby ? 'standby' : 'primary', flushedLsn: lsn, timelineId: timeline, epoch: epoch ?? 0 };
}
