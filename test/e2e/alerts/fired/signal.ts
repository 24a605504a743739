/** A series as time goes by: the notation of a rule test up to the moment of firing, its last piece from then on. */
export interface Signal {
  /** `name{label="value"}` */
  readonly series: string;
  readonly values: string;
  readonly intervalSeconds: number;
  /** When the alert fires, since the first reading. */
  readonly firesAtSeconds: number;
}

/** One reading, and how the piece that it belongs to goes on. */
interface Reading {
  readonly value: number | undefined;
  readonly perStep: number;
}

const number = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const notation = new RegExp(`^(?:_|(${number})(?:([+-])(\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?))?)(?:x(\\d+))?$`);

/** @throws Error naming what is no notation of promtool that rule tests use. */
export const readingsOf = (values: string): Reading[] =>
  values.split(' ').flatMap((piece) => {
    const [all, first, sign, by, times] = notation.exec(piece) ?? [];
    if (all === undefined) throw new Error(`«${piece}» is no series of values; see promtool's notation`);
    const perStep = by === undefined ? 0 : Number(`${sign}${by}`);
    // `_x3` are three readings, `1x3` are four.
    const length = first === undefined ? Number(times ?? 1) : Number(times ?? 0) + 1;
    return Array.from({ length }, (_, step) => ({
      value: first === undefined ? undefined : Number(first) + perStep * step,
      perStep,
    }));
  });

/** What would be read so many seconds after the first reading; `undefined`: nothing is scraped. */
export function reader({ values, intervalSeconds, firesAtSeconds }: Signal) {
  const readings = readingsOf(values);
  const last = Math.floor(firesAtSeconds / intervalSeconds);
  return (seconds: number): number | undefined => {
    const steps = seconds / intervalSeconds;
    const index = Math.min(Math.floor(steps), last);
    const { value, perStep } = readings[index] ?? {};
    return value === undefined || perStep === undefined ? undefined : value + perStep * (steps - index);
  };
}
