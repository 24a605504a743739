import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** The least that there is, about a seventieth of the usual share. */
const modest = 19;
const usual = 0;

/** Who may not administer the machine changes one session in a tenth of a second. */
const refusedForMs = 110;

/**
 * Leaves the processors to others while a platform comes up. Linux gives each *session* an equal share (`man 7 sched`, "The autogroup
 * feature"), however many programs are in it. Every process that the bed starts leads one, so that a start is fifteen of them against
 * the one in which a region beside it serves its clients: these had to wait for seconds. Where the feature is off, every thread
 * has the same share, a start harms nobody, and this changes nothing.
 */
export class ModestStart {
  readonly #sessions = new Set<number>();
  #told: Promise<void> = Promise.resolve();
  #over = false;

  /** @param leader of a session, or a process of it */
  readonly add = (leader: number): void => {
    if (this.#over) return;
    this.#sessions.add(leader);
    this.#told = this.#told.then(() => (this.#over ? undefined : setShare(leader, modest)));
  };

  /** Gives everything its usual share, also what could not be made modest in time. */
  async end(): Promise<void> {
    this.#over = true;
    await this.#told;
    for (const leader of this.#sessions) if (shareOf(leader) === modest) await setShare(leader, usual);
  }
}

const fileOf = (pid: number) => `/proc/${pid}/autogroup`;

/** The nice value of its session; `undefined` where sessions have none, or the process is gone. */
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
      // It has ended, belongs to somebody else, or the system has no such thing: its share stays what it is.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      await delay(refusedForMs);
    }
  }
}
