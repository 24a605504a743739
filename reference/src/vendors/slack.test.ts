import { describe, expect, it } from 'vitest';
import { Mailbox } from './mailbox.js';
import { slack } from './slack.js';

function send(text: string, path = '/services/T0/B0/x', contentType = 'application/json') {
  const mailbox = new Mailbox(10);
  const headers = { 'content-type': contentType, 'user-agent': 'Alertmanager/0.31.1' };
  return { answer: slack(mailbox)({ method: 'POST', path, headers, text }), mailbox };
}

describe('the incoming webhook of Slack', () => {
  it('answers ok and keeps the text and who sent it', () => {
    const { answer, mailbox } = send('{"text":"Region a is lost"}');
    expect(answer).toEqual({ status: 200, body: 'ok' });
    expect(mailbox.read('slack')).toMatchObject([
      { summary: 'Region a is lost', sender: 'Alertmanager/0.31.1' },
    ]);
  });

  it.each([
    [
      'the fallback of an attachment',
      { attachments: [{ fallback: 'from fallback', title: 't' }] },
      'from fallback',
    ],
    ['the title of an attachment', { text: ' ', attachments: [{ title: 'from title' }] }, 'from title'],
    [
      'a block',
      { blocks: [{ type: 'divider' }, { type: 'section', text: { text: 'from block' } }] },
      'from block',
    ],
  ])('reads %s where there is no text', (_what, message, summary) => {
    expect(send(JSON.stringify(message)).mailbox.read('slack')).toMatchObject([{ summary }]);
  });

  it('takes a form with the payload', () => {
    const form = new URLSearchParams({ payload: '{"text":"hello"}' }).toString();
    expect(send(form, '/services/x', 'application/x-www-form-urlencoded').answer.status).toBe(200);
  });

  it('tells what is wrong in the words of the vendor', () => {
    expect(send('{').answer).toEqual({ status: 400, body: 'invalid_payload' });
    expect(send('{"text":""}').answer).toEqual({ status: 400, body: 'no_text' });
    expect(send('{"text":"x"}', '/elsewhere').answer).toEqual({ status: 404, body: 'no_service' });
  });
});
