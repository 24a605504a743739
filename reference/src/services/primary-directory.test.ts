import { describe, expect, it } from 'vitest';
import { PrimaryDirectory } from './primary-directory.js';

function setUp() {
  const log: string[] = [];
  const dns = { answer: 'a' as string | Error };
  let wake: { seconds: number; callback: () => void } | undefined;
  const directory = new PrimaryDirectory({
    resolve: async () => {
      if (dns.answer instanceof Error) throw dns.answer;
      return { target: `${dns.answer}.db.attest.test`, ttlSeconds: 5 };
    },
    open: (region) => {
      if (region === 'nowhere') return undefined;
      log.push(`open ${region}`);
      return { destroy: () => log.push(`destroy ${region}`) };
    },
    after: (seconds, callback) => {
      wake = { seconds, callback };
      return () => {
        wake = undefined;
      };
    },
  });
  return {
    log,
    dns,
    directory,
    waits: () => wake?.seconds,
    async wakeUp() {
      wake?.callback();
      await new Promise(setImmediate);
    },
  };
}

describe('the directory of the primary', () => {
  it('knows nothing before DNS has answered', () => {
    expect(setUp().directory.primary).toBeUndefined();
  });

  it('opens what DNS names and asks again when the time to live has passed', async () => {
    const { directory, log, waits, wakeUp } = setUp();
    await directory.follow();
    expect([directory.primary?.region, waits()]).toEqual(['a', 5]);
    await wakeUp();
    expect(log).toEqual(['open a']);
  });

  it('opens the new primary and destroys the old one when the name moves', async () => {
    const { directory, dns, log, wakeUp } = setUp();
    await directory.follow();
    dns.answer = 'b';
    await wakeUp();
    expect(directory.primary?.region).toBe('b');
    expect(log).toEqual(['open a', 'open b', 'destroy a']);
  });

  it.each([
    ['DNS does not answer', new Error('silent')],
    ['DNS names a region without a link', 'nowhere'],
    ['DNS names what is no region', 'x.y'],
  ])('keeps the last primary and asks again soon when %s', async (_what, answer) => {
    const { directory, dns, log, waits, wakeUp } = setUp();
    await directory.follow();
    dns.answer = answer;
    await wakeUp();
    expect([directory.primary?.region, waits(), log]).toEqual(['a', 1, ['open a']]);
    dns.answer = 'b';
    await wakeUp();
    expect(directory.primary?.region).toBe('b');
  });

  it('destroys what it has, and asks no more, when it is stopped', async () => {
    const { directory, log, waits } = setUp();
    await directory.follow();
    directory.stop();
    expect([log, waits(), directory.primary]).toEqual([['open a', 'destroy a'], undefined, undefined]);
  });
});
