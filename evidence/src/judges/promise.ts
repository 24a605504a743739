import type { JudgedClaim, Promised } from '../verdict.js';

const compare: Readonly<
  Record<'=' | '<' | '<=' | '>' | '>=', (measured: number, promised: number) => boolean>
> = {
  '=': (measured, promised) => measured === promised,
  '<': (measured, promised) => measured < promised,
  '<=': (measured, promised) => measured <= promised,
  '>': (measured, promised) => measured > promised,
  '>=': (measured, promised) => measured >= promised,
};

const millisecondsPer: Readonly<Record<string, number>> = {
  ms: 1,
  milliseconds: 1,
  s: 1000,
  second: 1000,
  seconds: 1000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
};

/** A promised time, read in whatever unit the catalog gives it. */
export interface PromisedTime {
  keeps(ms: number): boolean;
  /** The measured value in the unit of the promise, rounded to milliseconds. */
  value(ms: number): number;
  /** `< 30 s`. */
  readonly text: string;
  /** `, 22.1 s to spare` or `, 3.0 s over`. */
  margin(ms: number): string;
}

/** Undefined when the promise is not a time that can be compared. */
export function promisedTime({ promised: { op, value, unit } }: JudgedClaim): PromisedTime | undefined {
  const factor = millisecondsPer[unit];
  if (factor === undefined || typeof value !== 'number' || op === 'in' || op === 'is') return undefined;
  const promisedMs = value * factor;
  return {
    keeps: (ms) => compare[op](ms, promisedMs),
    value: (ms) => Math.round((ms / factor) * 1000) / 1000,
    text: `${op} ${seconds(promisedMs, Number.isInteger(promisedMs / 1000) ? 0 : 1)}`,
    margin: (ms) =>
      compare[op](ms, promisedMs)
        ? `, ${seconds(promisedMs - ms)} to spare`
        : `, ${seconds(ms - promisedMs)} over`,
  };
}

export function keepsNumber({ op, value }: Promised, measured: number): boolean {
  return typeof value === 'number' && op !== 'in' && op !== 'is' && compare[op](measured, value);
}

/** Names that a promise lists; undefined when it does not list any. */
export function promisedNames({ promised: { value } }: JudgedClaim): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}

export function seconds(ms: number, digits = 1): string {
  return `${(ms / 1000).toFixed(digits)} s`;
}
