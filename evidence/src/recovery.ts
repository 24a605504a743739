import type { ClientsSecond } from './clients.js';
import type { ClientStream } from './evidence.js';

/** What counts as recovered. Source: the design's figures for a failover. */
export const recoveryRule = { windowSeconds: 10, goodRatio: 0.999 } as const;

const windowMs = recoveryRule.windowSeconds * 1000;

export interface ClientWindow {
  /** ms since the run's start; `endT` is exclusive. */
  readonly startT: number;
  readonly endT: number;
  /** Share of good arrivals in the worse of the two streams; undefined when a second of one of them saw no arrival. */
  readonly goodRatio: number | undefined;
}

export interface RecoveredWindow extends ClientWindow {
  /** How long clients were watched after the window; only this shows that no later window is worse. */
  readonly watchedAfterMs: number;
}

/** All windows of ten seconds that start at or after `fromT`, each a second later than the one before. */
export function clientWindows(seconds: readonly ClientsSecond[], fromT: number): ClientWindow[] {
  const bySecond = new Map<number, Partial<Record<ClientStream, ClientsSecond>>>();
  for (const second of seconds) {
    bySecond.set(second.second, { ...bySecond.get(second.second), [second.stream]: second });
  }
  const starts = [...bySecond.keys()];
  const windows: ClientWindow[] = [];
  if (starts.length === 0) return windows;
  const first = Math.max(Math.ceil(fromT / 1000) * 1000, Math.min(...starts));
  const end = Math.max(...starts) + 1000;
  for (let startT = first; startT + windowMs <= end; startT += 1000) {
    const ratios = (['writes', 'reads'] as const).map((stream) => goodRatio(bySecond, stream, startT));
    const known = ratios.filter((ratio) => ratio !== undefined);
    windows.push({
      startT,
      endT: startT + windowMs,
      goodRatio: known.length === ratios.length ? Math.min(...known) : undefined,
    });
  }
  return windows;
}

/**
 * The first window, starting at or after `fromT`, in which at least 99.9 % of the arrivals of both streams were good and
 * after which no window falls below that. Failed, late and dropped arrivals are not good; a window with a second that
 * saw no arrival is not known to be good.
 */
export function firstRecoveredWindow(
  seconds: readonly ClientsSecond[],
  fromT: number,
): RecoveredWindow | undefined {
  const windows = clientWindows(seconds, fromT);
  const lastBad = windows.findLastIndex(({ goodRatio = 0 }) => goodRatio < recoveryRule.goodRatio);
  const recovered = windows[lastBad + 1];
  const newest = windows.at(-1);
  if (recovered === undefined || newest === undefined) return undefined;
  return { ...recovered, watchedAfterMs: newest.endT - recovered.endT };
}

function goodRatio(
  bySecond: ReadonlyMap<number, Partial<Record<ClientStream, ClientsSecond>>>,
  stream: ClientStream,
  startT: number,
): number | undefined {
  let arrivals = 0;
  let good = 0;
  for (let second = startT; second < startT + windowMs; second += 1000) {
    const seen = bySecond.get(second)?.[stream];
    if (seen === undefined || seen.arrivals === 0) return undefined;
    arrivals += seen.arrivals;
    good += seen.good;
  }
  return good / arrivals;
}
