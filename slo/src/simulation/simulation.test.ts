import { describe, expect, it } from 'vitest';
import { extrapolatedIncrease, monotonic, type Scrapes } from './counters.js';
import { evaluate } from './evaluate.js';
import { seeded } from './random.js';
import { live, monthSeconds } from './service-month.js';
import { emptyTable, formatTable, mergeTables, simulate } from './simulate.js';

const hour = 3600;
const subject = { target: 0.999, windowDays: 30, ceiling: 0.05 };

/** One request a second, of which those between two moments fail. */
function outage(from: number, until: number, endSeconds: number): Scrapes {
  const times = Float64Array.from({ length: endSeconds / 15 + 1 }, (_, i) => i * 15);
  const errors = times.map((now) => Math.max(0, Math.min(now, until) - from));
  return { times, events: times.slice(), errors, length: times.length };
}

describe('the rules on simulated scrapes', () => {
  it('fire when the closed form says, and reset', () => {
    const firings = evaluate(outage(2 * hour, 2.5 * hour, 4 * hour), subject, {
      evaluationSeconds: 15,
      endSeconds: 4 * hour,
    });
    const fast = firings.find(({ rule }) => rule === 0)!;
    expect(fast.from - 2 * hour).toBeGreaterThanOrEqual(51);
    expect(fast.from - 2 * hour).toBeLessThanOrEqual(66);
    expect(fast.until - 2.5 * hour).toBeGreaterThan(280);
    expect(fast.until - 2.5 * hour).toBeLessThanOrEqual(315);
    const ceiling = firings.find(({ rule }) => rule === 'ceiling')!;
    expect(ceiling.from - 2 * hour).toBeLessThanOrEqual(90);
  });

  it('say nothing of a service that nobody asks', () => {
    const nothing = { ...outage(0, 0, hour), events: new Float64Array(hour / 15 + 1) };
    expect(evaluate(nothing, subject, { evaluationSeconds: 15, endSeconds: hour })).toEqual([]);
  });
});

describe('an increase', () => {
  it('makes good what a restart set back, and extrapolates to the ends of the range', () => {
    const times = Float64Array.of(0, 15, 30, 45, 60);
    const raw = Float64Array.of(100, 110, 0, 10, 20);
    expect([...monotonic(raw, 5)]).toEqual([100, 110, 110, 120, 130]);
    expect(extrapolatedIncrease(times, raw, monotonic(raw, 5), 1, 4, 60, 60)).toBeCloseTo(20 * (60 / 45), 10);
    expect(extrapolatedIncrease(times, raw, raw, 2, 2, 60, 60)).toBeUndefined();
  });
});

describe('a simulated month', () => {
  it('is the same for the same seed, and has about the traffic that it should', () => {
    const world = { requestsPerMinute: 2, background: 0.01, incidents: [] };
    const a = live(world, seeded(3), 60);
    expect(live(world, seeded(3), 60).truth.requests).toBe(a.truth.requests);
    expect(a.truth.requests / (monthSeconds / 60)).toBeGreaterThan(1.8);
    expect(a.truth.requests / (monthSeconds / 60)).toBeLessThan(2.2);
  });

  it('counts false pages where the budget is spent all the time, so that it can fail', () => {
    // What the table calls healthy never fires a page; what it would count is seen in a service whose background is ten budgets.
    const { scrapes } = live({ requestsPerMinute: 100, background: 0.02, incidents: [] }, seeded(5), 60);
    expect(
      evaluate(
        scrapes,
        { ...subject, ceiling: undefined },
        { evaluationSeconds: 60, endSeconds: monthSeconds },
      ).some(({ rule }) => rule === 0),
    ).toBe(true);
  });

  it('adds up', () => {
    const one = simulate({ months: 2, seed: 1 });
    expect(one.months).toBe(2);
    expect(simulate({ months: 2, seed: 1 })).toEqual(one);
    expect(mergeTables(one, emptyTable())).toEqual(one);
    expect(formatTable(one)).toMatch(/false pages and .* per service and 30 days/);
  });
});
