import type { ProcessFailure } from '@attest/chaos';
import type { ManagedProcess } from '../processes/managed-process.js';
import type { InstanceEnded } from '../supervisor/supervisor-status.js';

/** Everything that ended without having been told to. */
export class Failures {
  readonly #seen: ProcessFailure[] = [];
  readonly #listeners = new Set<(failure: ProcessFailure) => void>();
  #over = false;

  get seen(): readonly ProcessFailure[] {
    return this.#seen;
  }

  /** `instrument`: without it nothing that a run sees can be trusted. */
  watch(process: ManagedProcess, { instrument }: { readonly instrument: boolean }): void {
    void process.exited.then(({ code, signal, lastLines, expected }) => {
      if (!expected) this.#add({ name: process.name, exitCode: code, signal, lastLines, instrument });
    });
  }

  instanceEnded({ name, code, signal, lastLines }: InstanceEnded): void {
    this.#add({ name, exitCode: code, signal, lastLines, instrument: false });
  }

  subscribe(listener: (failure: ProcessFailure) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** From now on everything ends because it is told to. */
  stop(): void {
    this.#over = true;
  }

  #add(failure: ProcessFailure): void {
    if (this.#over) return;
    this.#seen.push(failure);
    for (const listener of this.#listeners) listener(failure);
  }
}
