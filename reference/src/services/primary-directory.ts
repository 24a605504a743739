import type { CnameAnswer } from '../dns/cached-name.js';
import { regionOfTarget } from '../dns/names.js';

/** What is opened for a region and ended, at once, when another region takes its place. */
export interface Opened {
  destroy(): void;
}

export interface Primary<Database extends Opened> {
  readonly region: string;
  readonly database: Database;
}

export interface PrimaryDirectoryOptions<Database extends Opened> {
  /** Asks DNS for the name of the primary. */
  readonly resolve: () => Promise<CnameAnswer>;
  /** `undefined` for a region to which there is no link. */
  readonly open: (region: string) => Database | undefined;
  /** Calls back once after so many seconds; returns what cancels it. */
  readonly after: (seconds: number, callback: () => void) => () => void;
}

/** Asked again so soon where DNS gave no useful answer; the last one stays in use. */
const retrySeconds = 1;

/**
 * The database that takes writes, as DNS names it: asked again when the time to live has passed. When the name moves, a new
 * database is opened and the old one destroyed, without waiting for anything that it still owes.
 */
export class PrimaryDirectory<Database extends Opened> {
  #primary: Primary<Database> | undefined;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(private readonly options: PrimaryDirectoryOptions<Database>) {}

  /** `undefined` until DNS has answered for the first time. */
  get primary(): Primary<Database> | undefined {
    return this.#primary;
  }

  /** Follows the name from now on. Resolves after the first attempt, successful or not. */
  async follow(): Promise<void> {
    let waitSeconds = retrySeconds;
    try {
      const { target, ttlSeconds } = await this.options.resolve();
      if (this.#stopped) return;
      if (this.#moveTo(regionOfTarget(target))) waitSeconds = ttlSeconds;
    } catch {
      // Kept: the last known primary (RFC 8767).
    }
    if (!this.#stopped) this.#cancel = this.options.after(waitSeconds, () => void this.follow());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
    this.#primary?.database.destroy();
    this.#primary = undefined;
  }

  /** False when the name points to nothing that can be opened. */
  #moveTo(region: string | undefined): boolean {
    if (region === undefined) return false;
    const before = this.#primary;
    if (region === before?.region) return true;
    const database = this.options.open(region);
    if (database === undefined) return false;
    this.#primary = { region, database };
    before?.database.destroy();
    return true;
  }
}
