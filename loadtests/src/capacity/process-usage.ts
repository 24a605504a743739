import { readFileSync } from 'node:fs';
import os from 'node:os';

/** CPU time of a process and of the machine, read twice: what was used in between. */
export class CpuWatch {
  readonly #first: Reading;

  constructor(
    private readonly pid: number | undefined,
    private readonly monotonicMs: () => number,
  ) {
    this.#first = this.#read();
    this.#last = this.#first;
  }
  #last: Reading;

  /** To be called while the process lives; afterwards its time is gone. */
  look(): void {
    const now = this.#read();
    this.#last = { ...now, processSeconds: now.processSeconds ?? this.#last.processSeconds };
    if (now.processSeconds !== undefined) this.#lastSeen = now;
  }
  #lastSeen: Reading | undefined;

  /** Cores that the process used, and the share of the machine that was busy; null where it cannot be known. */
  get usage(): { cores: number | null; machineBusy: number | null } {
    const seen = this.#lastSeen;
    const seconds = seen === undefined ? 0 : (seen.monotonicMs - this.#first.monotonicMs) / 1000;
    const cores =
      seen?.processSeconds === undefined || seconds <= 0
        ? null
        : (seen.processSeconds - (this.#first.processSeconds ?? 0)) / seconds;
    const all = this.#last.busy + this.#last.idle - this.#first.busy - this.#first.idle;
    return {
      cores: cores === null ? null : Math.round(cores * 1000) / 1000,
      machineBusy: all <= 0 ? null : Math.round(((this.#last.busy - this.#first.busy) / all) * 1000) / 1000,
    };
  }

  #read(): Reading {
    const times = os
      .cpus()
      .map(({ times: { user, nice, sys, irq, idle } }) => ({ busy: user + nice + sys + irq, idle }));
    return {
      monotonicMs: this.monotonicMs(),
      processSeconds: this.pid === undefined ? undefined : processSeconds(this.pid),
      busy: times.reduce((sum, { busy }) => sum + busy, 0),
      idle: times.reduce((sum, { idle }) => sum + idle, 0),
    };
  }
}

interface Reading {
  readonly monotonicMs: number;
  readonly processSeconds: number | undefined;
  readonly busy: number;
  readonly idle: number;
}

/** Linux counts CPU time in hundredths of a second for programs, whatever its kernel ticks at. Source: proc_pid_stat(5). */
const ticksPerSecond = 100;

/** CPU time of a process, in its own words; `undefined` where there is no /proc, or the process is gone. */
function processSeconds(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything; fields 14 and 15 (utime, stime) are counted from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
