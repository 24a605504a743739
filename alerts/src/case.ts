import type { Window } from '@attest/slo';

/** One test of an alert: what is scraped, and whether the alert fires at a moment. Values as promtool writes them. */
export interface Case {
  name: string;
  /** Between two values of a series. */
  interval: Window;
  /** Between two evaluations of the rules; default 15 s. */
  evaluation?: Window;
  series: readonly { series: string; values: string }[];
  expectations: readonly Expectation[];
  /** What the recording rules of the file say meanwhile. */
  recorded?: readonly Recorded[];
}

/** So many series answer to an expression at a moment. */
export interface Recorded {
  at: Window;
  expr: string;
  series: number;
}

export interface Expectation {
  /** Since the start, `10m`. */
  at: Window;
  /** The number of instances that fire. */
  firing: number;
  /** Given, annotations and labels are compared as well. */
  exactly?: Exactly;
}

export interface Exactly {
  figure: string;
  /** Labels that the series brings. */
  labels?: Record<string, string>;
  /** Whether another alert of the same name, known by its labels, fires as well; by default none does. */
  alsoFiring?(labels: Record<string, string>): boolean;
}

/** `{a="b"}` behind a name. */
export const seriesOf = (metric: string, labels: Record<string, string>): string =>
  `${metric}{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',')}}`;

/** A counter that grows by so much a step, in pieces of so many steps, without a break between them. */
export function counter(...pieces: readonly (readonly [steps: number, perStep: number])[]): string {
  let reached = 0;
  const texts = pieces.map(([steps, perStep], index) => {
    const first = index === 0 ? 0 : reached + perStep;
    // Of the first piece the value at the start is one more.
    const repetitions = index === 0 ? steps : steps - 1;
    reached = first + perStep * repetitions;
    return perStep === 0 ? `${tidy(first)}x${repetitions}` : `${tidy(first)}+${tidy(perStep)}x${repetitions}`;
  });
  return texts.join(' ');
}

/** A value that stays, in pieces of so many readings; `undefined`: nothing is scraped. */
export const gauge = (
  ...pieces: readonly (readonly [readings: number, value: number | undefined])[]
): string =>
  pieces
    .map(([readings, value]) => (value === undefined ? `_x${readings}` : `${value}x${readings - 1}`))
    .join(' ');

const tidy = (value: number) => Number(value.toPrecision(12));
