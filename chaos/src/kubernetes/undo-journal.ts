import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ClusterClient, ObjectRef } from '@attest/controllers/failover-adapters';
import { openAppendFile } from '@attest/evidence';
import { ChaosError } from '../chaos-error.js';

/** One line: an object that is about to be made, or one that is proven to be gone. */
export interface JournalledObject {
  readonly phase: 'intent' | 'undone';
  /** Of the cluster, as the kubeconfig calls it. */
  readonly cluster: string;
  readonly object: ObjectRef;
}

/** What may still be in a cluster, oldest first. A torn last line was never acted on. */
export function leftovers(jsonLines: string): readonly JournalledObject[] {
  const left = new Map<string, JournalledObject>();
  for (const line of jsonLines.split('\n')) {
    const entry = parse(line);
    if (entry === undefined) continue;
    const key = JSON.stringify([entry.cluster, entry.object.kind, entry.object.namespace, entry.object.name]);
    if (entry.phase === 'intent') left.set(key, entry);
    else left.delete(key);
  }
  return [...left.values()];
}

function parse(line: string): JournalledObject | undefined {
  try {
    return line.trim() === '' ? undefined : (JSON.parse(line) as JournalledObject);
  } catch {
    return undefined;
  }
}

/** What has been made in clusters, on disk before it is made, so that whoever comes next can take it away. */
export class UndoJournal {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  get left(): readonly JournalledObject[] {
    return existsSync(this.#file) ? leftovers(readFileSync(this.#file, 'utf8')) : [];
  }

  /** Resolves when the line is on the disk. */
  write(entry: JournalledObject): void {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const file = openAppendFile(this.#file);
    try {
      // A torn line of a run that was killed must not swallow this one.
      file.append(`\n${JSON.stringify(entry)}\n`);
      file.flush();
    } finally {
      file.close();
    }
  }
}

/** Takes an object away and looks whether it is gone. */
export async function takeAway(
  client: ClusterClient,
  journal: UndoJournal,
  { cluster, object }: Pick<JournalledObject, 'cluster' | 'object'>,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    await client.remove(object);
    if ((await client.conditions(object)) === undefined) break;
    // Chaos Mesh takes its effects back before it lets go of its object.
    if (attempt >= attemptsToTakeAway) {
      throw new ChaosError(
        'fault-not-undone',
        `${object.kind} ${object.namespace}/${object.name} in ${cluster}: is still there ${attempt} s after it was deleted`,
        `see why it is not let go: kubectl -n ${object.namespace} describe ${object.kind.toLowerCase()} ${object.name}`,
      );
    }
    await wait(1000);
  }
  journal.write({ phase: 'undone', cluster, object });
}

const attemptsToTakeAway = 60;
