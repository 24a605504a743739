import { digestOf } from '../services/passwords.js';
import type { Instance } from './instance.js';

/** What became of passwords that were handed out; which ones is told by a digest. */
export interface HandedOut {
  /** `null` while everybody has those that they were configured with. */
  readonly digest: string | null;
  /** Instances that run and have not said yet that they hold these. */
  readonly waitingFor: readonly string[];
}

/** The passwords of a region's instances for the database, as an orchestrator that keeps secrets hands them out. */
export class InstancePasswords {
  #passwords: readonly string[] | undefined;
  #waitingFor: readonly string[] = [];

  constructor(private readonly instances: () => readonly Pick<Instance, 'name' | 'holdsPasswords'>[]) {}

  get handedOut(): HandedOut {
    const digest = this.#passwords === undefined ? null : digestOf(this.#passwords);
    return { digest, waitingFor: this.#waitingFor };
  }

  /** The configuration with which an instance is started now. */
  configured(config: object): object {
    if (this.#passwords === undefined) return config;
    const { database } = config as { readonly database?: object };
    return { ...config, database: { ...database, passwords: this.#passwords } };
  }

  /** To every instance that runs, and to those that start later. */
  async handOut(passwords: readonly string[]): Promise<HandedOut> {
    this.#passwords = passwords;
    const holding = await Promise.all(
      this.instances().map(async (instance) => ({
        name: instance.name,
        holds: await instance.holdsPasswords(passwords),
      })),
    );
    this.#waitingFor = holding.filter(({ holds }) => holds === false).map(({ name }) => name);
    return this.handedOut;
  }
}
