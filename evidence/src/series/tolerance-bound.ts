/*
 * What repeated runs allow to be said of runs that were not made, without an assumption about how their times are distributed. All n
 * runs lie below the p-quantile with probability p^n, so their maximum is not below it with confidence 1 - p^n.
 * Source: S. S. Wilks, "Determination of Sample Sizes for Setting Tolerance Limits", Annals of Mathematical Statistics 12 (1941),
 * 91-96. It asks for runs that do not depend on each other and are alike: the phase of the fault has to be random.
 */

/** The highest quantile that the maximum of so many runs bounds with this confidence; 0 without a run. */
export function quantileOfMaximum(runs: number, confidence: number): number {
  return runs < 1 ? 0 : (1 - confidence) ** (1 / runs);
}

/** How many runs it takes until their maximum bounds this quantile with this confidence: 59 for 95 % and 95 %. */
export function runsNeeded(quantile: number, confidence: number): number {
  const exact = Math.log(1 - confidence) / Math.log(quantile);
  // What is a whole number but for the noise of logarithms needs no further run.
  return Math.ceil(exact - 1e-9);
}

/** How often it may yet happen what has happened in none of so many runs, at most, with this confidence. */
export function rateBound(runs: number, confidence: number): number {
  return 1 - quantileOfMaximum(runs, confidence);
}
