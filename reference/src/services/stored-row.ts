import { sha256 } from './write-request.js';

/** A resource as its table has it. */
export interface StoredRow {
  readonly id: string;
  readonly content: string;
  readonly model: string | null;
  readonly status: string;
  readonly result: string | null;
  readonly error: string | null;
  readonly created_at: Date;
  /** Where the revision knows the column; empty in what older ones have stored. */
  readonly content_length?: number | null;
}

export const storedColumns = 'id, content, model, status, result, error, created_at';

/** How clients see it. `hash` is computed from what is stored, not remembered: altered content shows. */
export function presentRow(row: StoredRow): Record<string, unknown> {
  return {
    id: row.id,
    status: row.status,
    content: row.content,
    hash: sha256(row.content),
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.result === null ? {} : { result: row.result }),
    ...(row.error === null ? {} : { error: row.error }),
    ...(row.content_length == null ? {} : { length: row.content_length }),
    createdAt: row.created_at.toISOString(),
  };
}
