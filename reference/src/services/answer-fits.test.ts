import { describe, expect, it } from 'vitest';
import { answerFits } from './answer-fits.js';

describe('an answer on a connection that was just made', () => {
  it.each([
    ['is expected near the database', 20, 1800, true],
    ['is expected as long as one more round trip is', 660, 240, true],
    [
      'is not waited for when only connecting took nearly all the time, as from the other side of the world',
      720,
      180,
      false,
    ],
    ['is not waited for when no time is left', 900, 0, false],
  ])('%s', (_name, connectedInMs, remainingMs, fits) => {
    expect(answerFits(connectedInMs, remainingMs)).toBe(fits);
  });
});
