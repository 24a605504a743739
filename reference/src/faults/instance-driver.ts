import type { Disturbance, InstanceDriver, Proof } from '@attest/chaos';
import { untilReady } from '../composition/until-ready.js';
import { signalIfThere } from '../processes/end-run.js';
import { isAlive } from '../processes/process-identity.js';
import { isHalted } from '../processes/process-table.js';
import type { SupervisorStatus } from '../supervisor/supervisor-status.js';
import { allReadyProof, chooseVictims, untilAllReady, type Victim } from './victims.js';

const struckTimeoutSeconds = 5;
/** Sooner than an instance is ready again. */
const lookAgainMs = 200;
/** So often must an instance have been killed to be in a loop; the supervisor waits longer each time. */
const deathsOfALoop = 2;
const loopTimeoutSeconds = 30;

/** Strikes one instance of every service of a region, by its process; the supervisor finds out for itself. */
export function instanceDriver(
  status: (region: string) => Promise<SupervisorStatus>,
  services: readonly string[],
): Omit<InstanceDriver, 'misbehaving'> {
  let victims: readonly Victim[] = [];
  let loop: CrashLoop | undefined;
  const choose = async (region: string) => {
    victims = await chooseVictims(() => status(region), services);
  };
  const strike = async (region: string, signal: 'SIGKILL' | 'SIGSTOP') => {
    await choose(region);
    for (const { pid } of victims) signalIfThere(pid, signal);
  };
  /** Resolves when every instance of the region is ready again, whoever started it. */
  const undo = async (region: string) => {
    await loop?.stop();
    for (const victim of victims) if (isAlive(victim)) signalIfThere(victim.pid, 'SIGCONT');
    await untilAllReady(region, () => status(region));
  };
  const proveUndone = async (region: string): Promise<Proof[]> => {
    return [
      await allReadyProof(region, () => status(region)),
      ...victims.map((victim) => {
        const halted = isAlive(victim) && isHalted(victim.pid);
        return proof(victim, 'not halted', halted ? 'halted' : 'not halted');
      }),
    ];
  };
  return {
    killed: (region): Disturbance => ({
      async inject() {
        await strike(region, 'SIGKILL');
        await untilReady('killed instances to be gone', struckTimeoutSeconds, async () =>
          victims.filter(isAlive).map(({ name }) => name),
        );
      },
      prove: async () => victims.map((victim) => proof(victim, 'gone', isAlive(victim) ? 'alive' : 'gone')),
      undo: () => undo(region),
      proveUndone: () => proveUndone(region),
    }),
    paused: (region): Disturbance => ({
      async inject() {
        await strike(region, 'SIGSTOP');
        // A signal is on its way for a moment.
        await untilReady('instances to be halted', struckTimeoutSeconds, async () =>
          victims.filter(({ pid }) => !isHalted(pid)).map(({ name }) => name),
        );
      },
      prove: async () =>
        victims.map((victim) => proof(victim, 'halted', isHalted(victim.pid) ? 'halted' : 'not halted')),
      undo: () => undo(region),
      proveUndone: () => proveUndone(region),
    }),
    crashing: (region): Disturbance => ({
      async inject() {
        await choose(region);
        loop = new CrashLoop(
          () => status(region),
          victims.map(({ name }) => name),
        );
        const started = loop;
        await untilReady('instances to crash again', loopTimeoutSeconds, async () => started.notYetLooping());
      },
      prove: async () => loop?.proofs() ?? [],
      undo: () => undo(region),
      proveUndone: async () => [
        ...(await proveUndone(region)),
        {
          probe: 'whoever kills them',
          expected: 'stopped',
          observed: loop === undefined || loop.isStopped ? 'stopped' : 'at work',
          ok: loop === undefined || loop.isStopped,
        },
      ],
    }),
  };
}

/** Kills instances by their names, whatever process they are by now. */
class CrashLoop {
  readonly #deaths = new Map<string, Set<number>>();
  readonly #work: Promise<void>;
  #stopped = false;

  constructor(
    private readonly status: () => Promise<SupervisorStatus>,
    private readonly names: readonly string[],
  ) {
    this.#work = this.#kill();
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#work;
  }

  notYetLooping(): string[] {
    return this.names.filter((name) => this.#deathsOf(name) < deathsOfALoop);
  }

  proofs(): Proof[] {
    if (this.#stopped) return [];
    return this.names.map((name) => ({
      probe: `deaths of ${name}`,
      expected: `${deathsOfALoop} or more`,
      observed: String(this.#deathsOf(name)),
      ok: this.#deathsOf(name) >= deathsOfALoop,
    }));
  }

  #deathsOf(name: string): number {
    return this.#deaths.get(name)?.size ?? 0;
  }

  async #kill(): Promise<void> {
    while (!this.#stopped) {
      const { instances } = await this.status().catch(() => ({ instances: [] }));
      for (const { name, pid } of instances) {
        if (pid === null || !this.names.includes(name) || this.#stopped) continue;
        const deaths = this.#deaths.get(name) ?? new Set();
        this.#deaths.set(name, deaths.add(pid));
        signalIfThere(pid, 'SIGKILL');
      }
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
    }
  }
}

function proof({ name, pid }: Victim, expected: string, observed: string): Proof {
  return { probe: `process ${pid} of ${name}`, expected, observed, ok: expected === observed };
}
