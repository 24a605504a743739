import type { Telemetry } from '../telemetry.js';

export interface ScrapedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Scrape {
  readonly types: ReadonlyMap<string, string>;
  readonly samples: readonly ScrapedSample[];
  /** Samples of that name whose labels include these. */
  find(name: string, labels?: Readonly<Record<string, string>>): ScrapedSample[];
  /** The value of the only such sample; undefined when there is none. */
  value(name: string, labels?: Readonly<Record<string, string>>): number | undefined;
}

/** Reads the text format, as much of it as tests need. */
export async function scrape(telemetry: Telemetry): Promise<Scrape> {
  return parse(await telemetry.metrics());
}

export function parse(text: string): Scrape {
  const types = new Map<string, string>();
  const samples: ScrapedSample[] = [];
  for (const line of text.split('\n')) {
    const type = /^# TYPE (\S+) (\S+)$/.exec(line);
    if (type) types.set(type[1] as string, type[2] as string);
    if (line === '' || line.startsWith('#')) continue;
    const sample = /^([a-z_]+[a-z0-9_]*)(?:\{(.*)\})? (\S+)$/i.exec(line);
    if (!sample) throw new Error(`not the text format: ${line}`);
    const labels = Object.fromEntries(
      Array.from(
        (sample[2] ?? '').matchAll(/([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"/g),
        ([, key, value]) => [key as string, (value as string).replace(/\\(.)/g, '$1')],
      ),
    );
    samples.push({ name: sample[1] as string, labels, value: Number(sample[3]) });
  }
  const find = (name: string, labels: Readonly<Record<string, string>> = {}): ScrapedSample[] =>
    samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    );
  return {
    types,
    samples,
    find,
    value(name, labels) {
      const found = find(name, labels);
      if (found.length > 1) throw new Error(`${found.length} samples of ${name} match`);
      return found[0]?.value;
    },
  };
}
