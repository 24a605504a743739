import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromFileSystem } from './evidence-error.js';

/** Where a run keeps what it saw: `.attest/runs/<id>/…`. */
export interface RunDirectory {
  readonly id: string;
  readonly path: string;
  readonly evidence: string;
  readonly verdict: string;
  readonly report: string;
  readonly junit: string;
  readonly logs: string;
}

export interface NewRun {
  readonly now: Date;
  /** What is run; becomes part of the id. */
  readonly experiment: string;
  /** Tells runs of the same second apart; random unless given. */
  readonly suffix?: string;
}

/** Ids sort by the time of the run, e.g. `20260102T030405Z-region-loss-9f3c`. */
export function runId({ now, experiment, suffix = randomBytes(2).toString('hex') }: NewRun): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const name = experiment.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `${time}-${name}-${suffix}`;
}

export function runDirectory(runsFolder: string, id: string): RunDirectory {
  const path = join(runsFolder, id);
  return {
    id,
    path,
    evidence: join(path, 'evidence.jsonl'),
    verdict: join(path, 'verdict.json'),
    report: join(path, 'report.html'),
    junit: join(path, 'junit.xml'),
    logs: join(path, 'logs'),
  };
}

/**
 * Makes a new run's folder and points `<runsFolder>/latest` at it.
 *
 * @param runsFolder usually `.attest/runs`; made when it is missing
 * @throws EvidenceError when the folder cannot be made, or a run with this id is there already
 */
export function createRunDirectory(runsFolder: string, run: NewRun): RunDirectory {
  const directory = runDirectory(runsFolder, runId(run));
  try {
    mkdirSync(runsFolder, { recursive: true });
    mkdirSync(directory.path);
    mkdirSync(directory.logs);
    pointLatest(runsFolder, directory.id);
  } catch (cause) {
    throw fromFileSystem(`cannot make ${directory.path}`, cause);
  }
  return directory;
}

/** Writes a whole file or nothing: readers never see half a verdict. */
export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${process.pid}.draft`;
  try {
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    throw fromFileSystem(`cannot write ${path}`, cause);
  }
}

/** A rename replaces the old link in one step: `latest` never points nowhere. */
function pointLatest(runsFolder: string, id: string): void {
  const draft = join(runsFolder, `.latest-${id}`);
  symlinkSync(id, draft);
  try {
    renameSync(draft, join(runsFolder, 'latest'));
  } catch (cause) {
    rmSync(draft, { force: true });
    throw cause;
  }
}
