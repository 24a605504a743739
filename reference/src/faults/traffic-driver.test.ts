import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { trafficDriver } from './traffic-driver.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Ten requests a second, and whatever is asked besides; each write that is sent again is answered so. */
async function storm(answer: () => Promise<number>) {
  let sent = 0;
  const retries = trafficDriver({
    arriving: async () => (sent === 0 ? 10 : 30),
    read: async () => 200,
    written: async () => {
      sent += 1;
      return answer;
    },
  }).retries(3);
  await retries.inject();
  await vi.advanceTimersByTimeAsync(2000);
  const proofs = await retries.prove();
  await retries.undo();
  return proofs.filter(({ ok }) => !ok).map(({ probe, observed }) => `${probe}: ${observed}`);
}

describe('writes that are sent again', () => {
  it('are proven by many requests, and by answers that they are there already', async () => {
    expect(await storm(async () => 200)).toEqual([]);
  });

  it.each([
    ['are stored anew', async () => 201, '201'],
    ['are refused', async () => 503, '503'],
  ])('prove nothing when they %s', async (_what, answer, status) => {
    expect(await storm(answer)).toEqual([
      expect.stringMatching(new RegExp(`^writes that were sent again: \\d+ times ${status}$`)),
    ]);
  });

  it('prove nothing when nobody answers', async () => {
    expect(await storm(() => Promise.reject(new Error('refused')))).toEqual([
      'writes that were sent again: no answer',
    ]);
  });
});
