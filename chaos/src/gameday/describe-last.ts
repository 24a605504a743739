import type { ClientsSecond } from '@attest/evidence';

/** One phrase about the last seconds, as a person wants to read it. */
export function describeLast(seconds: readonly ClientsSecond[], count: number): string {
  const newest = Math.max(...seconds.map(({ second }) => second));
  const last = seconds.filter(({ second }) => second > newest - count * 1000);
  if (last.length === 0) return 'no requests seen yet';
  const sum = (pick: (second: ClientsSecond) => number) =>
    last.reduce((total, second) => total + pick(second), 0);
  const arrivals = sum(({ arrivals }) => arrivals);
  const worst = Math.max(...last.map(({ p99Ms }) => p99Ms ?? 0));
  const watched = new Set(last.map(({ second }) => second)).size;
  const good = arrivals === 0 ? 'none' : `${((100 * sum(({ good }) => good)) / arrivals).toFixed(2)} %`;
  return `${Math.round(arrivals / watched)} requests/s, ${good} good, worst p99 of a second ${Math.round(worst)} ms`;
}
