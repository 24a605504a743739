import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ExperimentName, WhatIf } from '@attest/chaos';
import {
  acknowledgedWrites,
  injectionPhaseMs,
  openAppendFile,
  parseSeries,
  readEvidence,
  renderHtml,
  runDirectory,
  type SeriesEntry,
  type SeriesPlace,
  type SeriesSummary,
  sameSeries,
  seriesEntry,
  summarizeSeries,
  type VerdictDocument,
  writeWhole,
} from '@attest/evidence';
import { thisMachine } from '../machine.js';
import { runsFolder } from '../runs-folder.js';

/** The longest period of anything that a failover waits for: Prometheus' usual scrape interval. Probes and names have shorter ones. */
const phasePeriodMs = 15_000;

export interface SeriesOptions {
  readonly directory: string;
  /** Also the name of the series. */
  readonly seed: string;
  readonly experiment: ExperimentName;
  readonly revision: string;
  readonly whatIf: WhatIf;
}

/** The runs of one experiment that are counted together, kept in `.attest/series.jsonl`, so that they may be made a few at a time. */
export class Series {
  readonly #file: string;
  readonly #options: SeriesOptions;
  readonly #machine = thisMachine();

  constructor(options: SeriesOptions) {
    this.#options = options;
    this.#file = path.join(options.directory, '.attest', 'series.jsonl');
  }

  get entries(): readonly SeriesEntry[] {
    const { seed: series, experiment, revision, whatIf } = this.#options;
    const text = existsSync(this.#file) ? readFileSync(this.#file, 'utf8') : '';
    const facts = { series, experiment, target: 'reference', revision, machine: this.#machine };
    return sameSeries(parseSeries(text), { ...facts, whatIf: { ...whatIf } });
  }

  get summary(): SeriesSummary | undefined {
    return summarizeSeries(this.entries);
  }

  /** Where the run of this number stands; `undefined` when it has been made. */
  place(number: number): SeriesPlace | undefined {
    if (this.entries.some((entry) => entry.number === number)) return undefined;
    const { seed } = this.#options;
    const phaseMs = injectionPhaseMs(seed, number, phasePeriodMs);
    return { series: seed, number, phaseMs, machine: this.#machine };
  }

  /** Counts a run that has ended by itself, and shows the whole series in its report. */
  async add(place: SeriesPlace, verdict: VerdictDocument): Promise<void> {
    if (verdict.interrupted === true) return;
    const run = runDirectory(runsFolder(this.#options.directory), verdict.run);
    const { evidence } = readEvidence(run.evidence);
    const acked = acknowledgedWrites(evidence);
    mkdirSync(path.dirname(this.#file), { recursive: true });
    const file = openAppendFile(this.#file);
    file.append(`${JSON.stringify(seriesEntry(place, verdict, new Date().toISOString(), acked))}\n`);
    file.flush();
    file.close();
    const { summary } = this;
    if (summary !== undefined)
      writeWhole(run.report, await renderHtml({ verdict, evidence, series: summary }));
  }
}
