import { distance } from 'fastest-levenshtein';

/**
 * The candidate that `name` was probably meant to be, or undefined when none is close: at most a third of the letters, and at
 * least two, may differ. What is left out at the end does not count, where only one candidate begins so. Nor does case.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const d = distance(wanted, candidate.toLowerCase());
    if (d < bestDistance && d < candidate.length) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best ?? onlyOneThatBegins(wanted, candidates);
}

/** Fewer letters than three begin anything. */
function onlyOneThatBegins(wanted: string, candidates: Iterable<string>): string | undefined {
  if (wanted.length < 3) return undefined;
  const [first, ...more] = [...candidates].filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return more.length === 0 ? first : undefined;
}
