import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ClientLine, parseClientLine } from './client-line.js';
import { type ClockServer, startClockServer } from './clock-server.js';
import { K6Process, type K6Summary, type ManagedProcess, type Processes } from './k6-process.js';
import type { Load } from './load.js';
import { LoadError } from './load-error.js';

export interface GeneratorOptions {
  readonly k6: string;
  readonly processes: Processes;
  /** Where the load file, k6's console, summary and log are kept. */
  readonly directory: string;
  readonly load: Omit<Load, 'clock'>;
  readonly monotonicMs: () => number;
}

export interface GeneratorResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly lastLines: readonly string[];
  /** From k6's own summary; `undefined` when k6 did not live to write one. */
  readonly summary: K6Summary | undefined;
  readonly lines: readonly ClientLine[];
}

/** k6 ended because it was asked to: 103 by its REST API, 105 by a signal; 0 at the end of the planned time. */
export const orderlyExitCodes: ReadonlySet<number> = new Set([0, 103, 105]);

const script = fileURLToPath(new URL('../k6/mixed.ts', import.meta.url));

/** The load of a game day under way. */
export class Generator {
  readonly lines: ClientLine[] = [];
  /** `dropped_iterations` as k6 last told, with the time of the answer. */
  readonly drops: { monotonicMs: number; total: number }[] = [];

  private constructor(
    private readonly options: GeneratorOptions,
    private readonly k6: K6Process,
    private readonly clock: ClockServer,
  ) {}

  static async start(options: GeneratorOptions): Promise<Generator> {
    const { directory, load, processes, k6 } = options;
    await mkdir(directory, { recursive: true });
    const clock = await startClockServer(options.monotonicMs);
    const loadFile = path.join(directory, 'load.json');
    await writeFile(loadFile, JSON.stringify({ ...load, clock: clock.url } satisfies Load, null, 2));
    const variables = { ATTEST_LOAD: loadFile };
    // Two hundred requests a second need a fifth of a core; more threads would take the rest from the platform, looking for work.
    const environment = { GOMAXPROCS: '1' };
    const k6Process = await K6Process.start({ k6, processes, directory, script, variables, environment });
    return new Generator(options, k6Process, clock);
  }

  /** Settles when k6 has ended, for whatever reason. */
  get exited(): ManagedProcess['exited'] {
    return this.k6.exited;
  }

  /** Takes in what k6 has said since the last call; returns only that. */
  async poll(): Promise<readonly ClientLine[]> {
    const fresh: ClientLine[] = [];
    for (const text of await this.k6.said()) {
      const line = parseClientLine(text);
      if (line === undefined) {
        throw new LoadError(
          'console-unreadable',
          `${this.k6.consoleFile}: a line that the load script did not write: ${text.slice(0, 120)}`,
          'look at k6.log beside it: an exception in the script ends up there or here',
        );
      }
      fresh.push(line);
    }
    this.lines.push(...fresh);
    const total = await this.k6.droppedIterations();
    if (total !== undefined) this.drops.push({ monotonicMs: this.options.monotonicMs(), total });
    return fresh;
  }

  /** Asks k6 to end: no new iterations, those in flight may finish. Resolves when it has ended and all is read. */
  async stop(): Promise<GeneratorResult> {
    await this.k6.askToEnd();
    return this.finish();
  }

  /** Waits for the end of k6, at most for as long as its requests may hang, and reads what is left. */
  async finish(): Promise<GeneratorResult> {
    const end = await this.k6.ended(this.options.load.timeoutSeconds + 10);
    await this.poll();
    await this.clock.close();
    return { ...end, summary: await this.k6.summary(), lines: this.lines };
  }

  /** Ends k6 at once; what it has said stays readable. */
  async kill(): Promise<void> {
    await this.k6.kill();
    await this.clock.close();
  }
}
