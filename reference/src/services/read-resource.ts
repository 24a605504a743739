import type { Resource } from '@attest/platform';
import type { Deadline } from './deadline.js';
import type { Executed } from './executed.js';
import type { Statements } from './primary-database.js';
import { presentRow, type StoredRow } from './stored-row.js';
import { resourceKey, tableOf } from './table.js';
import { readColumns, type TableShape } from './table-shape.js';

const maxListed = 100;
const defaultListed = 20;

export interface ReadAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One resource, by its id. */
export async function readResource(
  statements: Statements,
  resource: Resource,
  id: string,
  deadline: Deadline,
  shape: TableShape = 'original',
): Promise<ReadAnswer> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    return failure(400, 'id-not-a-uuid', 'The id must be a UUID.');
  const read = await statements.execute<StoredRow>(
    {
      name: `read ${resourceKey(resource)}`,
      text: `select ${readColumns(shape)} from ${tableOf(resource)} where id = $1`,
      values: [id],
    },
    deadline,
  );
  return answerRows(read, ([row]) =>
    row === undefined
      ? failure(404, 'not-found', `There is no ${id} in ${resource.name}.`)
      : { status: 200, body: presentRow(row) },
  );
}

/** The newest resources, newest first. */
export async function listResources(
  statements: Statements,
  resource: Resource,
  asked: string | undefined,
  deadline: Deadline,
  shape: TableShape = 'original',
): Promise<ReadAnswer> {
  const limit = asked === undefined ? defaultListed : Number(asked);
  if (!Number.isInteger(limit) || limit < 1 || limit > maxListed)
    return failure(400, 'limit-out-of-range', `limit must be a whole number from 1 to ${maxListed}.`);
  const read = await statements.execute<StoredRow>(
    {
      name: `list ${resourceKey(resource)}`,
      text: `select ${readColumns(shape)} from ${tableOf(resource)} order by created_at desc limit $1`,
      values: [limit],
    },
    deadline,
  );
  return answerRows(read, (rows) => ({ status: 200, body: { [resource.name]: rows.map(presentRow) } }));
}

function answerRows(
  executed: Executed<StoredRow>,
  answer: (rows: readonly StoredRow[]) => ReadAnswer,
): ReadAnswer {
  switch (executed.kind) {
    case 'rows':
      return answer(executed.rows);
    case 'unknown':
      return failure(504, 'database-timeout', 'The database did not answer in time.');
    case 'not-sent':
      return failure(503, 'database-unavailable', 'The database was not reached in time.');
    case 'refused':
      return failure(503, 'database-refused', `The database refused (${executed.sqlState}).`);
  }
}

function failure(status: number, code: string, message: string): ReadAnswer {
  return { status, body: { error: { code, message } } };
}
