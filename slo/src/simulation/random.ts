/** Repeatable chance: the same seed, the same numbers. */
export interface Random {
  /** Uniform, at least 0 and below 1. */
  next(): number;
  /** Number of events where `mean` are expected. */
  poisson(mean: number): number;
  /** Uniform in the exponent: as many between 1 and 10 as between 10 and 100. */
  logUniform(least: number, most: number): number;
}

export function seeded(seed: number): Random {
  let state = seed >>> 0 || 1;
  // Marsaglia, "Xorshift RNGs", 2003: enough for counting events.
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  for (let i = 0; i < 8; i += 1) next();
  return {
    next,
    poisson(mean) {
      if (mean <= 0) return 0;
      // From there on the normal distribution is near enough for counting, and costs the same for any mean.
      if (mean > 12) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count += 1;
      return count;
    },
    logUniform: (least, most) => least * (most / least) ** next(),
  };
}
