import { describe, expect, it } from 'vitest';
import { Batcher } from './batcher.js';

describe('a batcher', () => {
  it('sends what was added together as one, in the order it came', async () => {
    const sent: (readonly number[])[] = [];
    const batcher = new Batcher<number>(async (items) => void sent.push(items), 10);
    await Promise.all([1, 2, 3].map((item) => batcher.add(item)));
    expect(sent).toEqual([[1, 2, 3]]);
  });

  it('collects while a batch is on its way, up to the limit', async () => {
    const sent: (readonly number[])[] = [];
    let arrive: () => void = () => undefined;
    const batcher = new Batcher<number>((items) => {
      sent.push(items);
      return new Promise((resolve) => {
        arrive = resolve;
      });
    }, 2);
    const first = batcher.add(1);
    await new Promise(setImmediate);
    const others = [2, 3, 4].map((item) => batcher.add(item));
    expect(sent).toEqual([[1]]);
    arrive();
    await first;
    expect(sent).toEqual([[1], [2, 3]]);
    arrive();
    await others[1];
    arrive();
    await others[2];
    expect(sent).toEqual([[1], [2, 3], [4]]);
  });

  it('rejects those whose batch failed, and sends the next one', async () => {
    let calls = 0;
    const batcher = new Batcher<number>(async () => {
      calls += 1;
      if (calls === 1) throw new Error('lost');
    }, 1);
    const results = await Promise.allSettled([batcher.add(1), batcher.add(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
