import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppendedLines } from './appended-lines.js';
import { freePort, noFreePort } from './free-port.js';
import { LoadError } from './load-error.js';

/** How a generator starts programs; the owner of the run makes sure that none outlives it. */
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
  /** Left out where it is not known; CPU is then not measured. */
  readonly pid?: number;
  readonly exited: Promise<ProcessEnd>;
  kill(): Promise<void>;
}

export interface ProcessEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly lastLines: readonly string[];
}

/** From k6's own summary. */
export interface K6Summary {
  readonly iterations: number;
  readonly droppedIterations: number;
  readonly maxVus: number;
}

export interface K6Options {
  readonly k6: string;
  readonly processes: Processes;
  /** Where console, summary and log are kept; made when it is missing. */
  readonly directory: string;
  readonly script: string;
  /** For the script (`__ENV`); on the command line, so nothing secret. */
  readonly variables: Readonly<Record<string, string>>;
  /** Of the process, which the script sees too; for what must not be seen on a command line. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Called when the directory is there and k6 is not started yet. */
  readonly prepare?: () => Promise<void>;
}

/** A k6 under way: what it says on its console, its REST API, its end. */
export class K6Process {
  readonly #console: AppendedLines;

  private constructor(
    private readonly directory: string,
    private readonly process: ManagedProcess,
    private readonly api: string,
  ) {
    this.#console = new AppendedLines(path.join(directory, 'k6-console.log'));
  }

  static async start(options: K6Options): Promise<K6Process> {
    const { directory, processes, k6, script, variables, environment = {}, args = [] } = options;
    await mkdir(directory, { recursive: true });
    await options.prepare?.();
    const address = `127.0.0.1:${await portOfApi()}`;
    const told = { ...variables, ATTEST_SUMMARY: path.join(directory, 'k6-summary.json') };
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
        ...Object.entries(told).map(([name, value]) => `--env=${name}=${value}`),
        ...args,
        script,
      ],
      // Its heap is mostly virtual users that wait; collecting it as often as Go would costs more than the requests do.
      env: { GOGC: '400', ...environment },
      logFile: path.join(directory, 'k6.log'),
    });
    return new K6Process(directory, process, `http://${address}`);
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** Settles when k6 has ended, for whatever reason. */
  get exited(): ManagedProcess['exited'] {
    return this.process.exited;
  }

  get consoleFile(): string {
    return this.#console.file;
  }

  /** What it has said since the last call, whole lines only. */
  said(): Promise<string[]> {
    return this.#console.read();
  }

  /** `undefined` when it does not answer, or has not begun; k6 names the metric only once it is above zero. */
  async droppedIterations(): Promise<number | undefined> {
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

  /** Asks k6 to end: no new iterations, those in flight may finish. */
  async askToEnd(): Promise<void> {
    await fetch(`${this.api}/v1/status`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { type: 'status', id: 'default', attributes: { stopped: true } } }),
      signal: AbortSignal.timeout(5000),
    }).catch(() => undefined); // Whether it was heard shows in `exited`.
  }

  /** Resolves when k6 has ended; after `patienceSeconds` it is killed. */
  async ended(patienceSeconds: number): Promise<ProcessEnd> {
    const patience = setTimeout(() => void this.process.kill(), patienceSeconds * 1000);
    const end = await this.process.exited;
    clearTimeout(patience);
    return end;
  }

  /** Ends k6 at once; what it has said stays readable. */
  kill(): Promise<void> {
    return this.process.kill();
  }

  /** `undefined` when k6 did not live to write a whole one, or found no room for it. */
  async summary(): Promise<K6Summary | undefined> {
    const text = await readFile(path.join(this.directory, 'k6-summary.json'), 'utf8').catch(() => undefined);
    const metrics = text === undefined ? undefined : parseMetrics(text);
    if (metrics === undefined) return undefined;
    const iterations = metrics.iterations?.values.count;
    if (iterations === undefined) return undefined;
    return {
      iterations,
      droppedIterations: metrics.dropped_iterations?.values.count ?? 0,
      maxVus: metrics.vus_max?.values.max ?? 0,
    };
  }
}

type Metrics = Readonly<Record<string, { readonly values: Readonly<Record<string, number>> }>>;

function parseMetrics(text: string): Metrics | undefined {
  try {
    return (JSON.parse(text) as { metrics: Metrics }).metrics;
  } catch {
    return undefined;
  }
}

async function portOfApi(): Promise<number> {
  const port = await freePort();
  if (port !== undefined) return port;
  const message = `k6 has no port for its REST API: ${noFreePort.message}`;
  throw new LoadError('generator-failed-to-start', message, noFreePort.fix);
}
