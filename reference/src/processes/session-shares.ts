import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { listProcesses } from './process-table.js';

/** The least that there is, about a seventieth of the usual share. */
const least = 19;
const usual = 0;
const most = -20;

/** What a step of nice means, and a session of so many programs is due so much more. Source: `man 7 sched`, "The nice value". */
const perStep = 1.25;

/** Who may not administer the machine changes one session in a tenth of a second. */
const refusedForMs = 110;

/**
 * Keeps platforms on one machine from taking the processors from each other. Linux gives each *session* an equal share, however many
 * programs are in it (`man 7 sched`, "The autogroup feature"). A region is one session with all that serves its clients; a platform that
 * comes up is fifteen, and every connection to a database is one. So clients had to wait for seconds when another platform came up, or
 * when the machine was full. Here, what comes up has the least share, and what is up a share for every program that it holds. Where the
 * feature is off every thread has one anyway, and this changes nothing.
 */
export class SessionShares {
  readonly #leaders = new Set<number>();
  #told: Promise<void> = Promise.resolve();
  #settled = false;

  /** A session has come. @param leader its first process */
  readonly add = (leader: number): void => {
    if (this.#settled) return;
    this.#leaders.add(leader);
    this.#told = this.#told.then(() => (this.#settled ? undefined : setShare(leader, least)));
  };

  /** All are up, or nobody wants them any more. More than the usual share is for who may administer the machine. */
  async settle(): Promise<void> {
    this.#settled = true;
    await this.#told;
    const programs = new Map<number, number>();
    for (const { groupId } of listProcesses()) programs.set(groupId, (programs.get(groupId) ?? 0) + 1);
    for (const leader of this.#leaders) {
      const due = niceFor(programs.get(leader) ?? 1);
      if (due < usual) await setShare(leader, due);
      if (shareOf(leader) === least) await setShare(leader, usual);
    }
  }
}

const niceFor = (programs: number) => Math.max(most, -Math.round(Math.log(programs) / Math.log(perStep)));

const fileOf = (pid: number) => `/proc/${pid}/autogroup`;

/** The nice value of a process's session; `undefined` where sessions have none, or the process is gone. */
export function shareOf(pid: number): number | undefined {
  try {
    const nice = /nice (-?\d+)/.exec(readFileSync(fileOf(pid), 'utf8'))?.[1];
    return nice === undefined ? undefined : Number(nice);
  } catch {
    return undefined;
  }
}

async function setShare(pid: number, nice: number): Promise<void> {
  // Others on the machine change sessions as well, so that one's turn may come late.
  for (let attempt = 0; attempt < 20; attempt += 1) {
    try {
      return await writeFile(fileOf(pid), String(nice));
    } catch (error) {
      // It has ended, may not have so much, or the system has no such thing: its share stays what it is.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      await delay(refusedForMs);
    }
  }
}
