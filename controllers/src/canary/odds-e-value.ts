/** Events (errors, slow requests) of two groups in one interval. */
export interface TwoByTwo {
  readonly canaryTotal: number;
  readonly canaryEvents: number;
  readonly baselineTotal: number;
  readonly baselineEvents: number;
}

/**
 * The natural logarithm of an e-value: how much better an odds ratio of `alternative` explains whose the events were than one of
 * `null` does. Given how many events there were in all, and how many requests each revision got, the canary's share of them has
 * Fisher's noncentral hypergeometric distribution, which knows nothing of the error rate itself: so the test stays exact whatever
 * that rate is and however it changes from one interval to the next, as long as it changes for both.
 *
 * Its expectation is at most 1 under every odds ratio on the other side of `null` as well, because the likelihood ratio is monotone in
 * the canary's events. Products over intervals are therefore e-processes.
 *
 * Sources: Fog, "Sampling methods for Wallenius' and Fisher's noncentral hypergeometric distributions" (2008) for the distribution;
 * Ramdas, Grünwald, Vovk, Shafer, "Game-theoretic statistics and safe anytime-valid inference", Statistical Science 38 (2023), for
 * e-processes; Turner, Ly, Grünwald, "Generic E-variables for exact sequential k-sample tests", Statistics and Risk Modeling (2024), for the unconditional sibling.
 */
export function logOddsEValue(table: TwoByTwo, alternative: number, nullOdds = 1): number {
  const { canaryTotal, canaryEvents, baselineTotal, baselineEvents } = table;
  const events = canaryEvents + baselineEvents;
  if (events === 0 || canaryTotal === 0 || baselineTotal === 0) return 0;
  const margins = { canaryTotal, baselineTotal, events };
  const logLikelihood = (odds: number) =>
    canaryEvents * Math.log(odds) - logGeneratingFunction(margins, odds);
  return logLikelihood(alternative) - logLikelihood(nullOdds);
}

interface Margins {
  readonly canaryTotal: number;
  readonly baselineTotal: number;
  readonly events: number;
}

/** Relative to the largest term so far, what is smaller adds nothing to a double. */
const negligible = 1e-17;
const large = 1e200;

/** ln Σₖ wₖ oddsᵏ, where wₖ is the number of ways in which k of the events can be the canary's, but for a factor without `odds`. */
function logGeneratingFunction({ canaryTotal, baselineTotal, events }: Margins, odds: number): number {
  const lowest = Math.max(0, events - baselineTotal);
  const highest = Math.min(canaryTotal, events);
  // From the most likely k at odds 1, where w is set to 1, upwards and downwards.
  const start = Math.floor(((canaryTotal + 1) * (events + 1)) / (canaryTotal + baselineTotal + 2));
  const ratio = (k: number) =>
    ((canaryTotal - k) * (events - k)) / ((k + 1) * (baselineTotal - events + k + 1));
  let total = 1;
  let logScale = 0;
  const walk = (from: number, to: number, step: (k: number) => number) => {
    const direction = Math.sign(to - from);
    let term = Math.exp(-logScale);
    for (let k = from; k !== to; k += direction) {
      const factor = step(k);
      term *= factor;
      total += term;
      if (factor < 1 && term < total * negligible) return;
      if (total < large) continue;
      total /= large;
      term /= large;
      logScale += Math.log(large);
    }
  };
  walk(start, lowest, (k) => 1 / (ratio(k - 1) * odds));
  walk(start, highest, (k) => ratio(k) * odds);
  return start * Math.log(odds) + logScale + Math.log(total);
}
