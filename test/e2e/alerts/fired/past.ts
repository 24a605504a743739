import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { secondsOf } from '@attest/slo';
import { seriesOf } from '../../../../alerts/src/case.js';
import { seriesIn } from './reads.js';
import type { Labels, Scenario } from './scenario.js';
import { reader, type Signal } from './signal.js';
import type { World } from './worlds.js';

/** No rule looks back further than its objective's window. */
const furthestBack = secondsOf('31d');

/** When a world was set up, and how long after that its alerts have what they need to fire; seconds since 1970. */
export interface Moment {
  readonly now: number;
  readonly leadSeconds: number;
}

/** One line of an exposition, without its value. */
export interface Line {
  readonly name: string;
  readonly labels: Labels;
  /** When its first reading was. */
  readonly began: number;
  readonly signal: Signal;
  valueAt(now: number): number | undefined;
}

/** Each series once, whoever needs it. */
export function linesOf(world: World, { now, leadSeconds }: Moment): Line[] {
  const signals = new Map(world.flatMap(({ signals }) => signals.map((signal) => [signal.series, signal])));
  return [...signals.values()].map((signal) => {
    const { name, labels } = seriesIn(signal.series);
    const began = now + leadSeconds - signal.firesAtSeconds;
    const read = reader(signal);
    // Tests begin in 1970: what is a moment in them is as far from their beginning.
    const shift = name.endsWith('_timestamp_seconds') ? began : 0;
    return {
      name,
      labels,
      began,
      signal,
      valueAt(at) {
        const value = at < began ? undefined : read(at - began);
        return value === undefined ? undefined : value + shift;
      },
    };
  });
}

/** What was scraped up to now, and what was pending, as OpenMetrics. */
export const writePast = (file: string, world: World, moment: Moment): Promise<void> =>
  pipeline(Readable.from(past(world, moment)), createWriteStream(file));

function* past(world: World, moment: Moment): Generator<string> {
  const lines = linesOf(world, moment);
  for (const family of [...new Set(lines.map(({ name }) => name))].sort()) {
    yield `# TYPE ${family} unknown\n`;
    for (const line of lines.filter(({ name }) => name === family)) yield readings(line, moment.now);
  }
  yield '# TYPE ALERTS_FOR_STATE unknown\n';
  for (const scenario of world) yield pending(scenario, moment.now);
  yield '# EOF\n';
}

function readings({ name, labels, began, signal: { intervalSeconds }, valueAt }: Line, now: number): string {
  const series = seriesOf(name, labels);
  const texts: string[] = [];
  const skipped = Math.max(0, Math.ceil((now - furthestBack - began) / intervalSeconds));
  for (let at = began + skipped * intervalSeconds; at <= now; at += intervalSeconds) {
    const value = valueAt(at);
    if (value !== undefined) texts.push(`${series} ${value} ${at}\n`);
  }
  return texts.join('');
}

/** A `for` of this length is not waited for from its beginning. */
const longFor = secondsOf('5m');
/** What is left of it when Prometheus starts, which is waited for. */
export const restOfForSeconds = 30;

/** What a Prometheus leaves behind that is restarted shortly before the `for` of an alert has passed. */
function pending({ alert: { forSeconds }, labels }: Scenario, now: number): string {
  if (forSeconds < longFor) return '';
  const activeAt = now - forSeconds + restOfForSeconds;
  const series = seriesOf('ALERTS_FOR_STATE', labels);
  return [now - 30, now - 15, now].map((at) => `${series} ${activeAt} ${at}\n`).join('');
}
