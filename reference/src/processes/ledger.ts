import type { ProcessIdentity } from './process-identity.js';

/**
 * One line of a run's ledger (`<stateDirectory>/<run>.jsonl`). It is written before the thing itself exists, so that there is
 * never something of ours that the ledger does not know. Nothing is ever taken out: a process that has ended cannot be
 * confused with a later one, and a directory that is gone needs no removal.
 */
export type LedgerEntry =
  | { readonly kind: 'run'; readonly run: string; readonly owner: ProcessIdentity; readonly at: string }
  | { readonly kind: 'keeper'; readonly process: ProcessIdentity }
  /** About to be started, with `ATTEST_RUN` in its environment. */
  | { readonly kind: 'intent'; readonly name: string }
  /** Started, as the leader of a process group of its own. */
  | { readonly kind: 'process'; readonly name: string; readonly process: ProcessIdentity }
  | { readonly kind: 'directory'; readonly path: string }
  /** A PostgreSQL data directory: its postmaster.pid names shared memory that outlives a killed server. */
  | { readonly kind: 'database'; readonly dataDirectory: string }
  | { readonly kind: 'port'; readonly name: string; readonly port: number };

/** What a ledger says was there. */
export interface Ledger {
  readonly run: string;
  readonly owner: ProcessIdentity;
  readonly keeper: ProcessIdentity | undefined;
  readonly processes: readonly { readonly name: string; readonly process: ProcessIdentity }[];
  readonly directories: readonly string[];
  readonly databases: readonly string[];
  readonly ports: readonly { readonly name: string; readonly port: number }[];
}

/** `undefined` when the text does not begin as a ledger does. Lines that cannot be read (the last may be torn) are left out. */
export function parseLedger(text: string): Ledger | undefined {
  return summarizeLedger(text.split('\n').flatMap((line) => parseEntry(line) ?? []));
}

/** `undefined` when the first entry is not the run's. */
export function summarizeLedger(entries: readonly LedgerEntry[]): Ledger | undefined {
  const [first] = entries;
  if (first?.kind !== 'run') return undefined;
  const of = <K extends LedgerEntry['kind']>(kind: K) =>
    entries.filter((entry): entry is Extract<LedgerEntry, { kind: K }> => entry.kind === kind);
  return {
    run: first.run,
    owner: first.owner,
    keeper: of('keeper').at(-1)?.process,
    processes: of('process'),
    directories: of('directory').map((entry) => entry.path),
    databases: of('database').map((entry) => entry.dataDirectory),
    ports: of('port'),
  };
}

function parseEntry(line: string): LedgerEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'kind' in value
      ? (value as LedgerEntry)
      : undefined;
  } catch {
    return undefined;
  }
}
