import type { ProgramTrouble } from '../processes/program-trouble.js';
import type { WallClockReading } from '../processes/wall-clock.js';
import type { Instance } from './instance.js';

/** What is wrong with the start of an instance. */
export type StartTrouble =
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** It is not told where names are resolved, without which it finds no database. */
  | { readonly kind: 'misconfigured' };

/** What is done to instances in experiments, beyond what signals can do. */
export class InstanceTroubles {
  readonly #starts = new Map<string, StartTrouble>();
  readonly #drained = new Set<string>();
  #clockOffsetMs = 0;

  constructor(private readonly instances: () => readonly Instance[]) {}

  /** By name of the instance. */
  get starts(): Readonly<Record<string, StartTrouble>> {
    return Object.fromEntries(this.#starts);
  }

  get drained(): readonly string[] {
    return [...this.#drained];
  }

  /** The configuration with which an instance is started now. */
  configured(name: string, config: object): object & ProgramTrouble {
    const start = this.#starts.get(name);
    const wallClockOffsetMs = this.#offsetOf(name);
    const clock = wallClockOffsetMs === 0 ? {} : { wallClockOffsetMs };
    if (start?.kind === 'slow') return { ...config, ...clock, startDelayMs: start.delayMs };
    if (start?.kind === 'misconfigured') return { ...withoutNameServer(config), ...clock };
    return { ...config, ...clock };
  }

  /** A configuration is rolled out: the instance ends in good order, and starts with it. Slowness is felt with the next start. */
  setStart(name: string, trouble: StartTrouble): void {
    this.#starts.set(name, trouble);
    if (trouble.kind === 'misconfigured') this.#find(name)?.terminate('start-again');
  }

  /** Idempotent. Who still suffers is started again without it. */
  clearStart(name: string): void {
    if (!this.#starts.delete(name)) return;
    const instance = this.#find(name);
    if (instance?.ready === false) instance.terminate('start-again');
  }

  /** What each instance says; nothing of those that do not answer. */
  async clocks(): Promise<Readonly<Record<string, WallClockReading>>> {
    return this.#askClocks(() => undefined);
  }

  /** Alternately ahead and behind by so much, also those that start later. 0 takes it back. */
  async skewClocks(offsetMs: number): Promise<Readonly<Record<string, WallClockReading>>> {
    this.#clockOffsetMs = offsetMs;
    return this.#askClocks((name) => this.#offsetOf(name));
  }

  /** Their node is taken out of service: they end in good order, and there is no room for them elsewhere. */
  drain(names: readonly string[]): void {
    for (const name of names) {
      this.#drained.add(name);
      this.#find(name)?.terminate('stay-away');
    }
  }

  /** Idempotent. The node is back, and so are they. */
  readmit(): void {
    const names = this.drained;
    this.#drained.clear();
    for (const name of names) this.#find(name)?.terminate('start-again');
  }

  #find(name: string): Instance | undefined {
    return this.instances().find((instance) => instance.name === name);
  }

  #offsetOf(name: string): number {
    const ordinal = Number(/-(\d+)$/.exec(name)?.[1] ?? 1);
    return ordinal % 2 === 1 ? this.#clockOffsetMs : -this.#clockOffsetMs;
  }

  async #askClocks(
    offsetOf: (name: string) => number | undefined,
  ): Promise<Readonly<Record<string, WallClockReading>>> {
    const readings = await Promise.all(
      this.instances().map(async (instance) => {
        const reading = await instance.wallClock(offsetOf(instance.name));
        return reading === undefined ? [] : [[instance.name, reading] as const];
      }),
    );
    return Object.fromEntries(readings.flat());
  }
}

function withoutNameServer(config: object): object {
  const { database, ...others } = config as { readonly database?: { readonly dnsPort?: number } };
  const { dnsPort: _forgotten, ...access } = database ?? {};
  return { ...others, database: access };
}
