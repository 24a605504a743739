import { lengthColumn, type TableShape } from '../services/table-shape.js';

/** What a release does to a table of its service, in the order in which it may be done. Each statement is a transaction. */
export interface Migration {
  /** Before the first instance of the new revision starts, while the old one serves. */
  readonly expand: (table: string) => readonly string[];
  /** Once nothing of the old revision is connected any more. */
  readonly contract: (table: string) => readonly string[];
  /** What the old revision needs to go on when the release is withdrawn: nothing, if the migration is compatible with it. */
  readonly revert: (table: string) => readonly string[];
  /** The table, as the new revision knows it. */
  readonly shape: TableShape;
}

export type MigrationName = 'compatible' | 'breaking';

export const migrations = {
  /** A new column that may be empty; that it must not is said only once nobody leaves it empty. */
  compatible: {
    expand: (table) => [`alter table ${table} add column ${lengthColumn} int`],
    contract: (table) => [
      `update ${table} set ${lengthColumn} = char_length(content) where ${lengthColumn} is null`,
      `alter table ${table} alter column ${lengthColumn} set not null`,
    ],
    revert: () => [],
    shape: 'with-length',
  },
  /** A better name for a column that the old revision writes under the old one. */
  breaking: {
    expand: (table) => [`alter table ${table} rename column fingerprint to request_hash`],
    contract: () => [],
    revert: (table) => [`alter table ${table} rename column request_hash to fingerprint`],
    shape: 'renamed',
  },
} as const satisfies Readonly<Record<MigrationName, Migration>>;

/**
 * An ALTER TABLE that waits for a lock makes everybody wait who comes after it. Source: PostgreSQL, "Explicit Locking"; a second is
 * less than clients are given.
 */
const lockTimeoutMs = 1000;

/** Both in one transaction, which gives up rather than be in the way. */
export const impatiently = (statement: string): string =>
  `set local lock_timeout = ${lockTimeoutMs}; ${statement}`;
