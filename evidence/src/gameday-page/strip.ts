import type { Timeline } from '../report/timeline.js';

/** How clients were served in a second, by the share of arrivals that were not good. */
export type Service = 'good' | 'mixed' | 'bad';

/** What clients saw of a run, as a strip of colours. Times are seconds from when the fault was proven. */
export interface Strip {
  readonly fromS: number;
  readonly toS: number;
  readonly pieces: readonly Piece[];
  readonly faults: readonly { readonly fromS: number; readonly toS: number }[];
  /** Of a failover: when the fault was noticed, and when clients were served again. */
  readonly marks: readonly { readonly kind: 'detected' | 'recovered'; readonly atS: number }[];
}

export interface Piece {
  readonly fromS: number;
  readonly toS: number;
  readonly service: Service;
}

/** Single failures stay below; so does what is promised of any ten seconds. */
const mixedAbove = 0;
const badAbove = 0.05;

/** Seconds without arrivals are no piece: nobody knows. */
export function stripOf({ fromS, toS, streams, bands, moments }: Timeline): Strip {
  const seconds = new Map<number, { arrivals: number; good: number }>();
  for (const { atS, arrivals, good } of [...streams.writes, ...streams.reads]) {
    const second = Math.round((atS - 0.5) * 1000) / 1000;
    const sum = seconds.get(second) ?? { arrivals: 0, good: 0 };
    seconds.set(second, { arrivals: sum.arrivals + arrivals, good: sum.good + good });
  }
  const pieces: Piece[] = [];
  for (const [second, { arrivals, good }] of [...seconds].sort(([one], [other]) => one - other)) {
    if (arrivals === 0) continue;
    const share = (arrivals - good) / arrivals;
    const service = share > badAbove ? 'bad' : share > mixedAbove ? 'mixed' : 'good';
    const last = pieces.at(-1);
    const goesOn = last?.service === service && Math.abs(last.toS - second) < 1e-6;
    if (goesOn) pieces[pieces.length - 1] = { ...last, toS: second + 1 };
    else pieces.push({ fromS: second, toS: second + 1, service });
  }
  return {
    fromS,
    toS,
    pieces,
    faults: bands.filter(({ kind }) => kind === 'fault'),
    // Whoever never suffered is not served again.
    marks: moments.some(({ kind }) => kind === 'detected')
      ? moments.flatMap(({ kind, atS }) =>
          kind === 'detected' || kind === 'recovered' ? [{ kind, atS }] : [],
        )
      : [],
  };
}
