import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from '@attest/chaos';
import { BedError } from '../bed-error.js';
import type { Postgres } from '../postgres/postgres.js';
import { builtProgram } from '../processes/built-program.js';
import { forkProgram, type ManagedProgram } from '../processes/fork-program.js';
import type { Keeper } from '../processes/keeper.js';
import { pickPort } from '../processes/port.js';
import { listProcesses } from '../processes/process-table.js';
import type { SupervisorConfig } from '../supervisor/supervisor-config.js';
import type { SupervisorStatus } from '../supervisor/supervisor-status.js';

export interface RegionOptions {
  readonly keeper: Keeper;
  readonly database: Postgres;
  /** Where to listen is chosen here, once. */
  readonly config: Omit<SupervisorConfig, 'ports'>;
  readonly logFile: string;
  /** Everything that a supervisor sends. */
  onMessage(message: unknown): void;
  /** A supervisor was started; to be watched. */
  onStart(program: ManagedProgram): void;
}

const attempts = 3;

/** One region: its supervisor, with everything under it in one process group, and its database. */
export class Region {
  readonly id: string;
  readonly database: Postgres;
  #supervisor: ManagedProgram | undefined;
  #ports: Readonly<Record<string, number>> = {};
  #lost: number | undefined;

  constructor(private readonly options: RegionOptions) {
    this.id = options.config.region;
    this.database = options.database;
  }

  /** `ingress.<service>`, `admin`, `metrics`. The first two stay over restarts. */
  get ports(): Readonly<Record<string, number>> {
    return this.#ports;
  }

  get supervisor(): ManagedProgram | undefined {
    return this.#supervisor;
  }

  /** Resolves when the supervisor listens; its instances come up meanwhile. @throws BedError `port-taken` */
  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#start(await this.#choosePorts());
        return;
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes('EADDRINUSE')) throw error;
        if (attempt === attempts) throw portTaken(this.id, error);
      }
    }
  }

  /** After `kill()`: in the same place, so that links find it. */
  restart(): Promise<void> {
    return this.#start(this.#ports);
  }

  /** Says what the database is, also while it does not run: PostgreSQL removes the file when a standby is promoted. */
  get databaseIsStandby(): boolean {
    return existsSync(join(this.database.dataDirectory, 'standby.signal'));
  }

  async status(): Promise<SupervisorStatus> {
    const answer = await fetch(`http://127.0.0.1:${this.#ports.admin}/status`);
    return (await answer.json()) as SupervisorStatus;
  }

  /** SIGKILLs the whole process group and the database; resolves when the operating system lists none of them. */
  async kill(): Promise<void> {
    this.#lost = this.#supervisor?.process.pid;
    await Promise.all([this.#supervisor?.process.kill(), this.database.kill()]);
  }

  /** After `kill()`. */
  async proveKilled(): Promise<readonly Proof[]> {
    const left = listProcesses().filter(({ groupId, zombie }) => groupId === this.#lost && !zombie);
    const group: Proof = {
      probe: `process group of ${this.id}`,
      expected: 'killed, no process left',
      observed:
        this.#lost === undefined
          ? 'never killed'
          : left.length === 0
            ? 'killed, no process left'
            : `${left.length} left`,
      ok: this.#lost !== undefined && left.length === 0,
    };
    return [group, ...(await this.database.sigkillProof())];
  }

  async #choosePorts(): Promise<Record<string, number>> {
    const names = ['admin', ...this.options.config.services.map(({ id }) => `ingress.${id}`)];
    const ports: Record<string, number> = {};
    for (const name of names) ports[name] = await pickPort();
    return ports;
  }

  async #start(ports: Readonly<Record<string, number>>): Promise<void> {
    const { keeper, config, logFile, onMessage, onStart } = this.options;
    const supervisor = await forkProgram(keeper, {
      name: `${this.id}.supervisor`,
      program: builtProgram('supervisor'),
      config: { ...config, ports },
      logFile,
    });
    supervisor.onMessage(onMessage);
    this.#supervisor = supervisor;
    this.#ports = supervisor.ports;
    onStart(supervisor);
  }
}

function portTaken(region: string, cause: Error): BedError {
  return new BedError({
    code: 'port-taken',
    message: `The supervisor of ${region} found its ports taken ${attempts} times: ${cause.message}`,
    fix: 'Something on this machine takes ports between 15000 and 32000 faster than we can: see ss -ltnp.',
    cause,
  });
}
