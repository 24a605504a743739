import { describe, expect, it } from 'vitest';
import { Mailbox } from './mailbox.js';

describe('a mailbox', () => {
  it('keeps the newest of every channel and counts what it no longer has', () => {
    let nowMs = 0;
    const mailbox = new Mailbox(2, () => ++nowMs);
    for (const summary of ['a', 'b', 'c']) mailbox.add({ channel: 'slack', summary, body: {} });
    mailbox.add({ channel: 'email', summary: 'd', body: {} });
    expect(mailbox.read().map(({ summary }) => summary)).toEqual(['b', 'c', 'd']);
    expect([mailbox.dropped('slack'), mailbox.dropped('email'), mailbox.dropped()]).toEqual([1, 0, 1]);
  });
});
