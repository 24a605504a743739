import { createHash, randomBytes } from 'node:crypto';

/** PostgreSQL's SQLSTATE for a password that does not count. */
export const invalidPassword = '28P01';

/** One that needs no quotes in SQL, and nobody guesses. */
export const newPassword = (): string => randomBytes(18).toString('base64url');

/** Sent to a program whose passwords for the database are others from now on. */
export interface PasswordsMessage {
  readonly type: 'database-passwords';
  readonly passwords: readonly string[];
}

/** The answer: what it holds, without telling it. */
export interface PasswordsHeld {
  readonly type: 'database-passwords';
  readonly digest: string;
}

/** By which two lists of passwords are compared where nobody needs to know them. */
export function digestOf(passwords: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(passwords)).digest('hex').slice(0, 16);
}

/**
 * The passwords with which a program may be let in, tried in turn: while they are changed there are two, of which the server accepts
 * the one or the other, and nobody knows when.
 */
export class Passwords {
  #all: readonly string[];
  #at = 0;

  constructor(all: readonly string[]) {
    this.#all = all;
  }

  /** `undefined` where none is needed. */
  get current(): string | undefined {
    return this.#all[this.#at];
  }

  get digest(): string {
    return digestOf(this.#all);
  }

  set(all: readonly string[]): void {
    this.#all = all;
    this.#at = 0;
  }

  /** Is there another one to try instead? Several who were refused with the same one move on once. */
  refused(tried: string | undefined): boolean {
    if (tried === this.current && this.#all.length > 0) this.#at = (this.#at + 1) % this.#all.length;
    return tried !== this.current;
  }
}
