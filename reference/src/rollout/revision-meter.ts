import { type Interval, intervalsFromSeries, type Revisions, readRevisionSeries } from '@attest/controllers';

export interface MeterOptions {
  readonly prometheus: URL;
  readonly service: string;
  readonly baseline: string;
  readonly canary: string;
  /** Unix seconds. */
  readonly now: () => number;
}

/** What both revisions have done since one looked last, from the counters that Prometheus has scraped. */
export class RevisionMeter {
  readonly #revisions: Revisions;
  #begun = 0;
  #until = 0;

  constructor(private readonly options: MeterOptions) {
    const { baseline, canary } = options;
    this.#revisions = { baseline, canary, label: 'revision' };
  }

  begin(): void {
    this.#begun = this.#until = Math.floor(this.options.now());
  }

  /** What could not be read is read the next time, together with what came after. @throws PrometheusUnavailable */
  async measure(): Promise<Interval | undefined> {
    const { prometheus, service, now } = this.options;
    const start = this.#until;
    const end = Math.floor(now());
    if (end <= start) return undefined;
    const range = { start, end, stepSeconds: end - start };
    const series = await readRevisionSeries(prometheus, service, range);
    if (series.requests.length === 0) throw new Error(`Prometheus has no requests of ${service}`);
    const [interval] = intervalsFromSeries(series, this.#revisions, range);
    if (interval === undefined) return undefined;
    this.#until = end;
    return { ...interval, t: end - this.#begun };
  }

  /** Writes of the whole rollout that the canary has acknowledged. @throws PrometheusUnavailable */
  async canaryWrites(): Promise<number> {
    const { prometheus, service, now } = this.options;
    const range = { start: this.#begun, end: Math.floor(now()), stepSeconds: 1 };
    const series = await readRevisionSeries(prometheus, service, range);
    return intervalsFromSeries(series, this.#revisions, range).reduce(
      (sum, { canary }) => sum + (canary.writes ?? 0),
      0,
    );
  }
}
