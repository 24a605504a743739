import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppendedLines } from './appended-lines.js';
import { type ClientLine, parseClientLine } from './client-line.js';
import { type ClockServer, startClockServer } from './clock-server.js';
import type { Load } from './load.js';
import { LoadError } from './load-error.js';

/** How the generator starts programs; the owner of the run makes sure that none outlives it. */
export interface Processes {
  spawn(program: {
    name: string;
    command: string;
    args: readonly string[];
    env?: Readonly<Record<string, string>>;
    logFile: string;
  }): Promise<ManagedProcess>;
}

export interface ManagedProcess {
  readonly exited: Promise<{ exitCode: number | null; signal: string | null; lastLines: readonly string[] }>;
  kill(): Promise<void>;
}

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
  readonly summary: { iterations: number; droppedIterations: number; maxVus: number } | undefined;
  readonly lines: readonly ClientLine[];
}

/** k6 ended because it was asked to: 103 by its REST API, 105 by a signal; 0 at the end of the planned time. */
export const orderlyExitCodes: ReadonlySet<number> = new Set([0, 103, 105]);

const script = fileURLToPath(new URL('../k6/mixed.ts', import.meta.url));

/** A k6 process under way. */
export class Generator {
  readonly lines: ClientLine[] = [];
  /** `dropped_iterations` as k6 last told, with the time of the answer; k6 names the metric only once it is above zero. */
  readonly drops: { monotonicMs: number; total: number }[] = [];
  readonly #console: AppendedLines;

  private constructor(
    private readonly options: GeneratorOptions,
    private readonly process: ManagedProcess,
    private readonly clock: ClockServer,
    private readonly api: string,
  ) {
    this.#console = new AppendedLines(path.join(options.directory, 'k6-console.log'));
  }

  static async start(options: GeneratorOptions): Promise<Generator> {
    const { directory, load, processes, k6 } = options;
    await mkdir(directory, { recursive: true });
    const clock = await startClockServer(options.monotonicMs);
    const loadFile = path.join(directory, 'load.json');
    await writeFile(loadFile, JSON.stringify({ ...load, clock: clock.url } satisfies Load, null, 2));
    const address = `127.0.0.1:${await freePort()}`;
    const process = await processes.spawn({
      name: 'k6',
      command: k6,
      args: [
        'run',
        '--quiet',
        '--no-usage-report',
        '--no-color',
        '--log-format=raw',
        `--console-output=${path.join(directory, 'k6-console.log')}`,
        `--address=${address}`,
        `--env=ATTEST_LOAD=${loadFile}`,
        `--env=ATTEST_SUMMARY=${path.join(directory, 'k6-summary.json')}`,
        script,
      ],
      // Its heap is mostly virtual users that wait; collecting it as often as Go would costs more than the requests do.
      // Two hundred requests a second need a fifth of a core; more threads would take the rest from the platform, looking for work.
      env: { GOGC: '400', GOMAXPROCS: '1' },
      logFile: path.join(directory, 'k6.log'),
    });
    return new Generator(options, process, clock, `http://${address}`);
  }

  /** Settles when k6 has ended, for whatever reason. */
  get exited(): ManagedProcess['exited'] {
    return this.process.exited;
  }

  /** Takes in what k6 has said since the last call; returns only that. */
  async poll(): Promise<readonly ClientLine[]> {
    const fresh: ClientLine[] = [];
    for (const text of await this.#console.read()) {
      const line = parseClientLine(text);
      if (line === undefined) {
        throw new LoadError(
          'console-unreadable',
          `${this.#console.file}: a line that the load script did not write: ${text.slice(0, 120)}`,
          'look at k6.log beside it: an exception in the script ends up there or here',
        );
      }
      fresh.push(line);
    }
    this.lines.push(...fresh);
    const total = await this.#droppedIterations();
    if (total !== undefined) this.drops.push({ monotonicMs: this.options.monotonicMs(), total });
    return fresh;
  }

  async #droppedIterations(): Promise<number | undefined> {
    try {
      const response = await fetch(`${this.api}/v1/metrics`, { signal: AbortSignal.timeout(1000) });
      const { data } = (await response.json()) as {
        data: { id: string; attributes: { sample: { count?: number } } }[];
      };
      if (!data.some((metric) => metric.id === 'iterations')) return undefined;
      return data.find((metric) => metric.id === 'dropped_iterations')?.attributes.sample.count ?? 0;
    } catch {
      return undefined;
    }
  }

  /** Asks k6 to end: no new iterations, those in flight may finish. Resolves when it has ended and all is read. */
  async stop(): Promise<GeneratorResult> {
    await fetch(`${this.api}/v1/status`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { type: 'status', id: 'default', attributes: { stopped: true } } }),
      signal: AbortSignal.timeout(5000),
    }).catch(() => undefined); // Whether it was heard shows in `exited`.
    return this.finish();
  }

  /** Waits for the end of k6, at most for as long as its requests may hang, and reads what is left. */
  async finish(): Promise<GeneratorResult> {
    const patience = setTimeout(
      () => void this.process.kill(),
      (this.options.load.timeoutSeconds + 10) * 1000,
    );
    const ended = await this.process.exited;
    clearTimeout(patience);
    await this.poll();
    await this.clock.close();
    return { ...ended, summary: await this.#summary(), lines: this.lines };
  }

  /** Ends k6 at once; what it has said stays readable. */
  async kill(): Promise<void> {
    await this.process.kill();
    await this.clock.close();
  }

  async #summary(): Promise<GeneratorResult['summary']> {
    const text = await readFile(path.join(this.options.directory, 'k6-summary.json'), 'utf8').catch(
      () => undefined,
    );
    if (text === undefined) return undefined;
    const { metrics } = JSON.parse(text) as { metrics: Record<string, { values: Record<string, number> }> };
    const iterations = metrics.iterations?.values.count;
    if (iterations === undefined) return undefined;
    return {
      iterations,
      droppedIterations: metrics.dropped_iterations?.values.count ?? 0,
      maxVus: metrics.vus_max?.values.max ?? 0,
    };
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
