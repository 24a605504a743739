import { describe, expect, it } from 'vitest';
import { roundTripMs } from './latencies.js';
import { cutToxics, delayToxics, isCut } from './toxics.js';

describe('what goes wrong on links', () => {
  it('is slow by the whole round trip, in whole milliseconds each way', () => {
    for (const roundTrip of [1, 10, 70, 175, 220]) {
      const delays = delayToxics(roundTrip).map((toxic) => toxic.attributes.latency ?? Number.NaN);
      expect(delays.every(Number.isInteger)).toBe(true);
      expect(delays.reduce((sum, delay) => sum + delay, 0)).toBe(roundTrip);
    }
  });

  it('is cut only when nothing passes either way and nothing tells', () => {
    expect(isCut(cutToxics)).toBe(true);
    for (const toxic of cutToxics) expect(isCut(cutToxics.filter((other) => other !== toxic))).toBe(false);
    expect(isCut(delayToxics(70))).toBe(false);
  });
});

describe('round trips', () => {
  it('are the same both ways, and none within a region', () => {
    expect(roundTripMs('us-east-1', 'eu-west-1')).toBe(roundTripMs('eu-west-1', 'us-east-1'));
    expect(roundTripMs('us-east-1', 'us-east-1')).toBe(0);
  });

  it('are never 0 between regions that the table does not know', () => {
    expect(roundTripMs('us-east-1', 'mars-north-1')).toBeGreaterThan(0);
  });
});
