import { randomUUID } from 'node:crypto';
import type { Resource } from '@attest/platform';
import type { Deadline } from './deadline.js';
import type { Executed } from './executed.js';
import type { Statements } from './primary-database.js';
import { presentRow, type StoredRow } from './stored-row.js';
import { resourceKey, tableOf } from './table.js';
import { type TableShape, writtenColumns } from './table-shape.js';
import type { WriteRequest } from './write-request.js';

/** What a client is told about its write. */
export interface WriteAnswer {
  readonly status: 201 | 200 | 409 | 422 | 503 | 504;
  readonly body: Record<string, unknown>;
}

interface WrittenRow extends StoredRow {
  readonly fingerprint: string;
  readonly epoch: number;
  readonly region: string;
  readonly timeline: number;
  readonly lsn: string;
  readonly xid: string;
}

/**
 * Stores a resource and its jobs: one statement, so one transaction and one round trip, committed before it answers. A key that
 * is there already is updated to itself, because an acknowledgement must wait for replication also when it repeats an earlier one.
 */
export async function writeResource(
  statements: Statements,
  resource: Resource,
  request: WriteRequest,
  deadline: Deadline,
  shape: TableShape = 'original',
): Promise<WriteAnswer> {
  const id = randomUUID();
  const written = await statements.execute<WrittenRow>(
    {
      name: `write ${resourceKey(resource)}`,
      text: writeStatement(resource, shape),
      values: [
        id,
        request.idempotencyKey,
        request.fingerprint,
        request.content,
        request.model,
        resource.fulfilledBy === 'gpu' ? 'queued' : 'stored',
        request.queues,
      ],
    },
    deadline,
  );
  return answerWrite(written, id, request);
}

/** Decides what may be said after `executed`; `id` is the one that a new row would have. */
export function answerWrite(executed: Executed<WrittenRow>, id: string, request: WriteRequest): WriteAnswer {
  switch (executed.kind) {
    case 'not-sent':
      return failure(
        503,
        'database-unavailable',
        'Nothing was stored: the database was not reached in time.',
      );
    case 'unknown':
      return failure(
        504,
        'outcome-unknown',
        'It is not known whether this was stored. Repeat it with the same Idempotency-Key.',
      );
    case 'refused':
      return executed.sqlState === lockNotAvailable
        ? failure(409, 'in-progress', 'A request with this Idempotency-Key is still in progress.')
        : failure(
            503,
            'database-refused',
            `Nothing was stored: the database refused (${executed.sqlState}).`,
          );
    case 'rows': {
      const [row] = executed.rows;
      if (row === undefined)
        return failure(503, 'no-epoch', 'Nothing was stored: the database has no epoch.');
      if (row.fingerprint !== request.fingerprint)
        return failure(422, 'idempotency-key-reused', 'This Idempotency-Key was used for another request.');
      return {
        status: row.id === id ? 201 : 200,
        body: {
          ...presentRow(row),
          epoch: row.epoch,
          region: row.region,
          wal: { timeline: row.timeline, lsn: row.lsn, xid: row.xid },
        },
      };
    }
  }
}

/** Source: https://www.postgresql.org/docs/18/errcodes-appendix.html */
const lockNotAvailable = '55P03';

/**
 * Where the database says that the row stands: evaluated once the row and its index entries are in the log, and before the commit is.
 * It tells from which timeline's log the write can be followed, whatever becomes of the server.
 */
const receiptColumns = `('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int as timeline,
    pg_current_wal_insert_lsn()::text as lsn, pg_current_xact_id()::text as xid`;

function writeStatement(resource: Resource, shape: TableShape): string {
  const { names, values, returned } = writtenColumns(shape);
  return `with epoch as (
    select epoch, region from control.epoch order by epoch desc limit 1
  ), stored as (
    insert into ${tableOf(resource)} (${names})
    select ${values} from epoch
    on conflict (idempotency_key) do update set idempotency_key = excluded.idempotency_key
    returning ${returned}
  ), jobs as (
    insert into queue.jobs (queue, resource, resource_id)
    select queue, '${resourceKey(resource)}', stored.id from stored, unnest($7::text[]) as queue where stored.id = $1
  )
  select stored.*, epoch.epoch, epoch.region, ${receiptColumns} from stored, epoch`;
}

function failure(status: WriteAnswer['status'], code: string, message: string): WriteAnswer {
  return { status, body: { error: { code, message } } };
}
