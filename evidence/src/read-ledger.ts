import { existsSync, readFileSync } from 'node:fs';
import { EvidenceError, fromFileSystem } from './evidence-error.js';
import { type LedgerEntry, ledgerEntries } from './ledger.js';
import { parseVerdict } from './parse-verdict.js';
import { runDirectory } from './run-directory.js';
import { runIds } from './run-ids.js';
import type { VerdictDocument } from './verdict.js';

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Verdicts that could not be read, each with its path; show them, their claims are not counted. */
  readonly problems: readonly EvidenceError[];
  /** Ids of runs that have no verdict: still going on, or killed. */
  readonly unfinished: readonly string[];
  /** Ids of runs that changed the design; they say nothing about it. */
  readonly whatIf: readonly string[];
}

/**
 * Reads `<runsFolder>/<id>/verdict.json` of every run. A folder that is not there is an empty ledger: nothing has run.
 *
 * @throws EvidenceError when the folder is there and cannot be read
 */
export function readLedger(runsFolder: string, now: Date): Ledger {
  const documents: VerdictDocument[] = [];
  const problems: EvidenceError[] = [];
  const unfinished: string[] = [];
  const whatIf: string[] = [];
  for (const id of runIds(runsFolder)) {
    const path = runDirectory(runsFolder, id).verdict;
    if (!existsSync(path)) {
      unfinished.push(id);
      continue;
    }
    try {
      const document = parseVerdict(readFileSync(path, 'utf8'), path);
      documents.push(document);
      if (Object.keys(document.whatIf ?? {}).length > 0) whatIf.push(id);
    } catch (error) {
      problems.push(error instanceof EvidenceError ? error : fromFileSystem(`cannot read ${path}`, error));
    }
  }
  return { entries: ledgerEntries(documents, now), problems, unfinished, whatIf };
}
