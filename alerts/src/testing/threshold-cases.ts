import { secondsOf, type Window, windowOf } from '@attest/slo';
import { type Case, gauge } from '../case.js';

const interval = '15s';
const step = secondsOf(interval);

interface GaugeCases {
  series: string;
  /** A value for which it fires, and the nearest one for which it does not. */
  bad: number;
  good: number;
  forSeconds: number;
  /** What is printed, and labels that the series brings. */
  exactly: { figure: string; labels?: Record<string, string> };
  /** Beside it all the time, where the condition needs more. */
  beside?: Case['series'];
  /** Series that the alert must not read, with a value that would change what it says. */
  others?: readonly { series: string; value: number }[];
  /** What another reporter of the same says all the time: one that is `bad` is enough to fire, or all must be. */
  twin?: 'good' | 'bad';
}

/** Of a gauge that must not stay beyond a threshold. */
export function gaugeCases({
  series,
  bad,
  good,
  forSeconds,
  exactly,
  beside = [],
  others = [],
  twin,
}: GaugeCases): Case[] {
  const another = twin && { series: series.replace('{', '{reporter="another",'), value: { good, bad }[twin] };
  const always = [
    ...beside,
    ...others.map((other) => ({ series: other.series, values: `${other.value}x600` })),
  ];
  const held = Math.ceil(forSeconds / step);
  const long = held + 8;
  const at = (readings: number): Window => windowOf(readings * step);
  const make = (name: string, values: string, expectations: Case['expectations']): Case => ({
    name,
    interval,
    series:
      values === ''
        ? always
        : [
            { series, values },
            ...(another ? [{ series: another.series, values: `${another.value}x600` }] : []),
            ...always,
          ],
    expectations,
  });
  return [
    make('beyond the threshold for long enough', gauge([long, bad]), [
      ...(held > 0 ? [{ at: at(held - 1), firing: 0 }] : []),
      { at: at(held), firing: 1, exactly },
    ]),
    make('just not beyond it', gauge([long, good]), [{ at: at(long - 1), firing: 0 }]),
    ...(held > 1
      ? [
          make('beyond it, but again and again not', gauge([held, bad], [1, good], [held, bad]), [
            { at: at(held), firing: 0 },
            { at: at(2 * held), firing: 0 },
          ]),
        ]
      : []),
    make('recovery', gauge([long, bad], [4, good]), [
      { at: at(long - 1), firing: 1 },
      { at: at(long), firing: 0 },
    ]),
    make('no series', '', [{ at: at(held + 1), firing: 0 }]),
  ];
}

interface CounterCases {
  series: string;
  /** How long an increase is looked back at. */
  window: Window;
  labels?: Record<string, string>;
  /** Figure of three more, in one step. */
  figure: string;
  /** Series that the alert must not read; they grow all the time. */
  others?: readonly string[];
}

/** Of a counter that must not grow. */
export function counterCases({ series, window, figure, labels, others = [] }: CounterCases): Case[] {
  const always = others.map((other) => ({ series: other, values: '0+1x2000' }));
  const look = secondsOf(window) / step;
  const at = (readings: number): Window => windowOf(readings * step);
  const make = (name: string, values: string, expectations: Case['expectations']): Case => ({
    name,
    interval,
    series: values === '' ? always : [{ series, values }, ...always],
    expectations,
  });
  return [
    make('three more', gauge([look, 4], [look + 8, 7]), [
      { at: at(look - 1), firing: 0 },
      { at: at(look + 1), firing: 1, exactly: { figure, ...(labels && { labels }) } },
      { at: at(look * 2 + 4), firing: 0 },
    ]),
    // Extrapolated, an increase is no whole number.
    make('half of one more', gauge([look, 4], [look + 8, 4.5]), [{ at: at(look + 1), firing: 1 }]),
    make('as many as ever', gauge([look + 8, 4]), [{ at: at(look + 4), firing: 0 }]),
    make('a restart, which sets it back to none', gauge([look, 4], [look, 0]), [
      { at: at(look + 2), firing: 0 },
    ]),
    make('no series', '', [{ at: at(look), firing: 0 }]),
  ];
}
