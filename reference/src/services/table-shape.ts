import { storedColumns } from './stored-row.js';

/** The tables of a service, as one of its revisions knows them. */
export type TableShape = 'original' | 'with-length' | 'renamed';

interface Columns {
  /** The column that tells whether a key is used for the same request again. */
  readonly fingerprint: string;
  /** Beside `storedColumns`: what only this revision stores, and how it computes it from the content, `$4`. */
  readonly added?: { readonly name: string; readonly value: string };
}

/** Stores how many characters the content has. */
export const lengthColumn = 'content_length';

export const tableShapes = {
  /** As `createSchema` makes them. */
  original: { fingerprint: 'fingerprint' },
  'with-length': {
    fingerprint: 'fingerprint',
    added: { name: lengthColumn, value: 'char_length($4::text)' },
  },
  renamed: { fingerprint: 'request_hash' },
} as const satisfies Readonly<Record<TableShape, Columns>>;

/** What the revision reads of a resource. */
export function readColumns(shape: TableShape): string {
  const { added }: Columns = tableShapes[shape];
  return added === undefined ? storedColumns : `${storedColumns}, ${added.name}`;
}

/** The parts of the statement by which the revision writes a resource. */
export function writtenColumns(shape: TableShape): { names: string; values: string; returned: string } {
  const { fingerprint, added }: Columns = tableShapes[shape];
  return {
    names: `id, idempotency_key, ${fingerprint}, content, model, status${added === undefined ? '' : `, ${added.name}`}`,
    values: `$1, $2, $3, $4, $5, $6${added === undefined ? '' : `, ${added.value}`}`,
    returned: `${readColumns(shape)}, ${fingerprint} as fingerprint`,
  };
}
