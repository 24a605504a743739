import { describe, expect, it } from 'vitest';
import { commitPrice } from './price.js';

describe('the price of zero loss', () => {
  it('agrees with the worked example of the signed-rank interval', () => {
    // Hollander, Wolfe, Chicken, table 3.1 (Hamilton depression scale): estimate 0.46; nine pairs.
    const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const price = commitPrice(
      before.map((durableMs, index) => ({ durableMs, localMs: after[index] as number })),
    );
    expect(price.differenceMs).toBe(0.46);
    // R: wilcox.test(before, after, paired = TRUE, conf.int = TRUE) gives 0.010 to 0.786 at 96.1 %.
    expect([price.lowMs, price.highMs]).toEqual([0.01, 0.786]);
  });

  it('is not moved by a few slow commits, as a mean would be', () => {
    const pairs = Array.from({ length: 40 }, (_, index) => ({
      durableMs: index % 10 === 9 ? 900 : 71 + (index % 7) / 10,
      localMs: 1 + (index % 5) / 10,
    }));
    const price = commitPrice(pairs);
    expect(price.differenceMs).toBeGreaterThan(69);
    expect(price.differenceMs).toBeLessThan(72);
  });

  it('contains zero where waiting costs nothing', () => {
    const pairs = Array.from({ length: 20 }, (_, index) => ({
      durableMs: 5 + Math.sin(index),
      localMs: 5 + Math.sin(index + 1),
    }));
    const { lowMs, highMs } = commitPrice(pairs);
    expect(lowMs).toBeLessThan(0);
    expect(highMs).toBeGreaterThan(0);
  });

  it('refuses fewer pairs than an interval needs', () => {
    expect(() => commitPrice([{ durableMs: 2, localMs: 1 }])).toThrow(/at least 6 pairs, not 1/);
  });
});
