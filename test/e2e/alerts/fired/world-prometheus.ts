import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import type { Artefact } from '@attest/alerts';
import { recorded, slowIntervalSeconds } from '@attest/slo';
import { stringify } from 'yaml';
import { pickPort } from '../../../../reference/src/processes/port.js';
import { Program } from '../../program.js';
import { writeText } from '../generated.js';
import type { LiveSeries } from './live-series.js';
import { linesOf, type Moment, writePast } from './past.js';
import { rulesIn } from './reads.js';
import type { Labels } from './scenario.js';
import type { World } from './worlds.js';

const run = promisify(execFile);

export interface Around {
  readonly tools: Readonly<Record<'prometheus' | 'promtool', { readonly path: string }>>;
  readonly rules: readonly Artefact[];
  /** `host:port` */
  readonly alertmanager: string;
  readonly live: LiveSeries;
  readonly moment: Moment;
  readonly scrapeSeconds: number;
  readonly evaluationSeconds: number;
}

/** As Prometheus' `/api/v1/alerts` tells them. */
export interface ActiveAlert {
  readonly state: 'pending' | 'firing';
  readonly labels: Labels;
}

/** A Prometheus that has lived through a world's past, and scrapes its present. */
export class WorldPrometheus {
  base = '';
  #program: Program | undefined;

  constructor(
    /** Its external label `cluster`, by which Alertmanager tells the worlds apart. */
    readonly name: string,
    readonly world: World,
    private readonly folder: string,
    private readonly around: Around,
  ) {}

  /** Fills in what was scraped, and what the rules would have recorded of it for the windows that are averaged from records. */
  async fillIn(): Promise<void> {
    const { moment, tools } = this.around;
    const past = join(this.folder, 'past.om');
    await mkdir(this.#data, { recursive: true });
    await writePast(past, this.world, moment);
    // One block for all of it: promtool reads the file once for each.
    await run(tools.promtool.path, [...createBlocks('10000h'), 'openmetrics', past, this.#data], {
      maxBuffer: 1 << 26,
    });
    await rm(past);
    for (const names of recordedInThisOrder) await this.#fillInRecorded(names);
  }

  async start(): Promise<void> {
    const { live, moment, rules, alertmanager } = this.around;
    const { address, path } = live.add(this.name, linesOf(this.world, moment));
    for (const { path, content } of rules)
      await writeText(join(this.folder, 'rules', basename(path)), content);
    await this.#startWith({
      rule_files: ['rules/*.yml'],
      scrape_configs: [
        {
          job_name: 'world',
          metrics_path: path,
          honor_labels: true,
          static_configs: [{ targets: [address] }],
        },
      ],
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    });
  }

  async alerts(): Promise<readonly ActiveAlert[]> {
    const answer = await fetch(`${this.base}/api/v1/alerts`);
    return ((await answer.json()) as { data: { alerts: ActiveAlert[] } }).data.alerts;
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
  }

  get #data(): string {
    return join(this.folder, 'data');
  }

  /** The longest past that an alert on long windows needs. */
  get #recordedSince(): number | undefined {
    const began = linesOf(this.world.filter(readsLongWindows), this.around.moment).map((line) => line.began);
    return began.length === 0 ? undefined : Math.min(...began);
  }

  async #fillInRecorded(names: readonly string[]): Promise<void> {
    const since = this.#recordedSince;
    if (since === undefined) return;
    const files = new Set(this.world.filter(readsLongWindows).map(({ alert }) => alert.file));
    const rules = this.around.rules
      .filter(({ path }) => files.has(basename(path, '.yml')))
      .flatMap(({ content }) => rulesIn(content))
      .filter(({ record = '' }) => names.includes(record));
    const file = join(this.folder, 'recorded.yml');
    const blocks = join(this.folder, 'recorded');
    await writeText(file, stringify({ groups: [{ name: 'recorded', rules }] }));
    await this.#startWith({});
    await run(
      this.around.tools.promtool.path,
      [
        // No more points than Prometheus answers at once.
        ...createBlocks('162h'),
        'rules',
        `--url=${this.base}`,
        `--start=${since}`,
        `--end=${this.around.moment.now}`,
        `--eval-interval=${slowIntervalSeconds}s`,
        `--output-dir=${blocks}`,
        file,
      ],
      { maxBuffer: 1 << 26 },
    );
    await this.stop();
    for (const block of await readdir(blocks)) await rename(join(blocks, block), join(this.#data, block));
    await rm(blocks, { recursive: true });
  }

  async #startWith(config: object): Promise<void> {
    const { tools, scrapeSeconds, evaluationSeconds } = this.around;
    const port = await pickPort();
    this.base = `http://127.0.0.1:${port}`;
    const file = join(this.folder, 'prometheus.yml');
    const global = {
      scrape_interval: `${scrapeSeconds}s`,
      evaluation_interval: `${evaluationSeconds}s`,
      external_labels: { cluster: this.name },
    };
    await writeText(file, stringify({ global, ...config }));
    this.#program = new Program(tools.prometheus.path, [
      `--config.file=${file}`,
      `--storage.tsdb.path=${this.#data}`,
      '--storage.tsdb.retention.time=60d',
      `--web.listen-address=127.0.0.1:${port}`,
      // After a restart, the rest of a `for` is waited for, and not at least ten minutes.
      '--rules.alert.for-grace-period=10s',
      '--log.level=warn',
    ]);
    await this.#program.ready(`${this.base}/-/ready`);
  }
}

const createBlocks = (atMost: string) => ['tsdb', 'create-blocks-from', `--max-block-duration=${atMost}`];

const readsLongWindows = ({ alert }: World[number]): boolean =>
  alert.pace === 'slow' && alert.objective !== undefined;

/** What long windows are averaged from, and before it what that is noted from. */
const recordedInThisOrder = [
  [recorded.events('5m')],
  [recorded.errors('5m')],
  [recorded.sampledEvents, recorded.sampledErrors],
];
