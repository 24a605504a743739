import type { Serializable } from 'node:child_process';
import type { Probe } from '@attest/platform';
import { monotonicMs } from '../clock.js';
import type { WallClockReading } from '../processes/wall-clock.js';
import { Streak } from '../proxy/streak.js';
import { digestOf } from '../services/passwords.js';
import type { InstanceExit, InstanceProcess } from './instance-process.js';
import { ProbeLoop } from './probe-loop.js';
import { crashFreeMs, restartDelayMs } from './restart-delay.js';

/** Kubernetes' defaults: `failureThreshold` 3, `successThreshold` 1. */
const thresholds = { failures: 3, successes: 1 } as const;

/** Until an instance is ready for the first time it is asked so often, as by a startup probe with a short period. */
const startupPeriodMs = 100;

/** Kubernetes' default `terminationGracePeriodSeconds`. */
const terminationGraceMs = 30_000;

export interface InstanceOptions {
  /** Unique within the region; stays the same over restarts. */
  readonly name: string;
  /** Without probes an instance is ready as soon as it says that it serves. */
  readonly probes?: { readonly liveness: Probe; readonly readiness: Probe };
}

/** `gone`: no process that could be reached, or none that ever was ready. */
export type Availability = 'gone' | 'unready' | 'ready';

export interface InstanceEffects {
  start(): InstanceProcess;
  /** Asks the instance; never rejects. */
  ask(port: number, path: string): Promise<boolean>;
  /** Ended without having been told to, or killed for not being alive. */
  onCrash(exit: InstanceExit, reason: 'exited' | 'not-alive'): void;
  onAvailability(availability: Availability): void;
}

/** What becomes of an instance that has ended because it was asked to. */
export type Afterwards = 'stay-away' | 'start-again';

export interface InstanceStatus {
  readonly name: string;
  readonly pid: number | null;
  /** `ending`: asked to, in good order; `away`: it has, and is not to be started again by itself. */
  readonly state: 'starting' | 'running' | 'waiting' | 'ending' | 'away' | 'stopped';
  readonly ready: boolean;
  readonly restarts: number;
  /** How it ended last; left out when it never has. */
  readonly lastExit?: InstanceExit;
}

/** One instance through all its restarts: started, probed, restarted with back-off, until it is stopped. */
export class Instance {
  readonly name: string;
  #state: InstanceStatus['state'] = 'stopped';
  #process: InstanceProcess | undefined;
  #ports: Readonly<Record<string, number>> = {};
  #availability: Availability = 'gone';
  #restarts = 0;
  #crashesInARow = 0;
  #startedMs = 0;
  #readyChangedMs = 0;
  #notAlive = false;
  #told: Serializable | undefined;
  #loops: ProbeLoop[] = [];
  #restartTimer: NodeJS.Timeout | undefined;
  #graceTimer: NodeJS.Timeout | undefined;
  #afterEnding: Afterwards = 'stay-away';
  #lastExit: InstanceExit | undefined;

  constructor(
    private readonly options: InstanceOptions,
    private readonly effects: InstanceEffects,
  ) {
    this.name = options.name;
  }

  get ports(): Readonly<Record<string, number>> {
    return this.#ports;
  }

  get ready(): boolean {
    return this.#availability === 'ready';
  }

  /** Of the process that runs now; `undefined` between two, and where nobody reports it. */
  cpuSeconds(): number | undefined {
    return this.#process?.cpuSeconds?.();
  }

  /** The same of its memory. */
  memoryMib(): number | undefined {
    return this.#process?.memoryMib?.();
  }

  /** When the process that runs now was started, on the monotonic clock. */
  get startedMs(): number {
    return this.#startedMs;
  }

  /** When it last became ready or unready, on the monotonic clock. */
  get readyChangedMs(): number {
    return this.#readyChangedMs;
  }

  /** No more requests are sent to it; it may finish what it has. */
  drain(): void {
    this.#stopProbes();
    this.#become('unready');
  }

  status(): InstanceStatus {
    return {
      name: this.name,
      pid: this.#process?.pid ?? null,
      state: this.#state,
      ready: this.ready,
      restarts: this.#restarts,
      ...(this.#lastExit && { lastExit: this.#lastExit }),
    };
  }

  /** Is there a process, and does it hold these passwords for the database from now on? `undefined` when there is none. */
  async holdsPasswords(passwords: readonly string[]): Promise<boolean | undefined> {
    const process = this.#process;
    if (process?.holdPasswords === undefined) return undefined;
    const held = await process.holdPasswords(passwords);
    // One that has ended meanwhile gets them when it is started again.
    return process === this.#process ? held?.digest === digestOf(passwords) : undefined;
  }

  /** As its process tells it; `undefined` when there is none, or it does not answer. */
  async wallClock(offsetMs?: number): Promise<WallClockReading | undefined> {
    return this.#process?.wallClock?.(offsetMs);
  }

  /** Tells its process, and every one that it gets after that. */
  tell(message: Serializable): void {
    this.#told = message;
    this.#process?.tell?.(message);
  }

  start(): void {
    this.#state = 'starting';
    this.#startedMs = monotonicMs();
    this.#notAlive = false;
    const process = this.effects.start();
    this.#process = process;
    void process.ports.then((ports) => this.#serving(process, ports));
    void process.exited.then((exit) => this.#exited(process, exit));
  }

  /** It gets no more requests, is asked to end in good order, and killed when it takes too long. */
  terminate(afterwards: Afterwards): void {
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#graceTimer);
    this.#afterEnding = afterwards;
    this.#state = 'ending';
    this.#stopProbes();
    const process = this.#process;
    if (process === undefined) {
      this.#ended();
      return;
    }
    if (this.ready) this.#become('unready');
    process.terminate();
    this.#graceTimer = setTimeout(() => process.kill(), terminationGraceMs);
  }

  stop(): void {
    this.#state = 'stopped';
    clearTimeout(this.#restartTimer);
    clearTimeout(this.#graceTimer);
    this.#stopProbes();
    this.#process?.kill();
  }

  #serving(process: InstanceProcess, ports: Readonly<Record<string, number>>): void {
    if (process !== this.#process || this.#state !== 'starting') return;
    this.#state = 'running';
    this.#ports = ports;
    if (this.#told !== undefined) process.tell?.(this.#told);
    const { probes } = this.options;
    if (probes === undefined) this.#become('ready');
    else this.#startUp(probes.liveness, probes.readiness);
  }

  #startUp(liveness: Probe, readiness: Probe): void {
    const startup = this.#probe(readiness.path, 0, startupPeriodMs, (good) => {
      if (!good) return;
      startup.stop();
      this.#become('ready');
      const ready = new Streak({ initially: true, ...thresholds });
      this.#probe(
        readiness.path,
        readiness.periodSeconds * 1000,
        readiness.periodSeconds * 1000,
        (answer) => {
          if (ready.observe(answer)) this.#become(ready.holds ? 'ready' : 'unready');
        },
      );
    });
    const alive = new Streak({ initially: true, ...thresholds });
    this.#probe(
      liveness.path,
      liveness.initialDelaySeconds * 1000,
      liveness.periodSeconds * 1000,
      (answer) => {
        if (!alive.observe(answer)) return;
        this.#notAlive = true;
        this.#process?.kill();
      },
    );
  }

  #probe(
    path: string,
    initialDelayMs: number,
    periodMs: number,
    onAnswer: (good: boolean) => void,
  ): ProbeLoop {
    const ask = () => this.effects.ask(this.#ports.http ?? 0, path);
    const loop = new ProbeLoop({ initialDelayMs, periodMs, ask, onAnswer });
    this.#loops.push(loop);
    return loop;
  }

  #exited(process: InstanceProcess, exit: InstanceExit): void {
    if (process !== this.#process) return;
    this.#process = undefined;
    this.#ports = {};
    this.#stopProbes();
    this.#become('gone');
    this.#lastExit = exit;
    if (this.#state === 'stopped') return;
    if (this.#state === 'ending') {
      this.#ended();
      return;
    }
    this.#state = 'waiting';
    this.#crashesInARow = monotonicMs() - this.#startedMs >= crashFreeMs ? 1 : this.#crashesInARow + 1;
    this.effects.onCrash(exit, this.#notAlive ? 'not-alive' : 'exited');
    this.#restartTimer = setTimeout(() => {
      this.#restarts += 1;
      this.start();
    }, restartDelayMs(this.#crashesInARow));
  }

  /** It was asked to end, so that this is no crash, and those before it are forgotten. */
  #ended(): void {
    clearTimeout(this.#graceTimer);
    this.#crashesInARow = 0;
    if (this.#afterEnding === 'stay-away') this.#state = 'away';
    else this.start();
  }

  #become(availability: Availability): void {
    if (availability === this.#availability) return;
    this.#readyChangedMs = monotonicMs();
    this.#availability = availability;
    this.effects.onAvailability(availability);
  }

  #stopProbes(): void {
    for (const loop of this.#loops.splice(0)) loop.stop();
  }
}
