import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { parseMail } from './mail.js';
import type { Mailbox } from './mailbox.js';

export interface MailServer {
  readonly port: number;
  stop(): Promise<void>;
}

const maxMailBytes = 1024 * 1024;

/** Takes every mail, without encryption and from anybody, and delivers none. */
export async function startMailServer(mailbox: Mailbox): Promise<MailServer> {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    authOptional: true,
    disableReverseLookup: true,
    size: maxMailBytes,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (stream.sizeExceeded)
          return done(Object.assign(new Error('The mail is too large.'), { responseCode: 552 }));
        const mail = parseMail(Buffer.concat(chunks).toString('utf8'));
        const { mailFrom, rcptTo } = session.envelope;
        const sender = mail.from ?? (mailFrom === false ? undefined : mailFrom.address);
        mailbox.add({
          channel: 'email',
          summary: mail.subject,
          ...(sender === undefined ? {} : { sender }),
          body: { to: rcptTo.map(({ address }) => address), headers: mail.headers, text: mail.text },
        });
        done();
      });
    },
  });
  // A client that breaks off concerns only itself.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
