import { createTransport } from 'nodemailer';
import { type AdapterErrorCode, ControllerError } from '../../../controller-error.js';
import type { Notice } from '../../ports.js';
import type { AdapterOptions } from '../mode.js';
import type { Secret } from '../secret.js';
import { sender } from './sender.js';

export interface EmailChannel {
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly to: string;
  /** `implicit` from the first byte, `starttls` insists on it, `none` only where nobody can listen. */
  readonly tls: 'implicit' | 'starttls' | 'none';
  readonly login?: { readonly user: string; readonly password: Secret };
}

const usualTimeoutMs = 4000;

/** Sends a notice as a mail. @throws ControllerError with one of the adapter codes */
export async function sendEmail(
  channel: EmailChannel,
  notice: Notice,
  { mode, record, timeoutMs = usualTimeoutMs }: AdapterOptions & { readonly timeoutMs?: number },
  signal: AbortSignal,
): Promise<void> {
  const message = messageOf(channel, notice);
  record({ adapter: 'SMTP', request: shownMail(channel, message) });
  if (mode === 'dry-run') return;
  const { host, port, tls, login } = channel;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(login && { auth: { user: login.user, pass: login.password.reveal() } }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
  });
  const close = () => transport.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    signal.throwIfAborted();
    await transport.sendMail(message);
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw smtpError(channel, cause as SmtpFailure);
  } finally {
    signal.removeEventListener('abort', close);
    transport.close();
  }
}

const messageOf = ({ from, to }: EmailChannel, { summary, body, dedupKey }: Notice) => ({
  from: `${sender} <${from}>`,
  to,
  subject: summary,
  text: body,
  headers: { 'X-Attest-Dedup-Key': dedupKey },
});

function shownMail({ host, port, tls, login }: EmailChannel, message: ReturnType<typeof messageOf>): string {
  const { from, to, subject, text, headers } = message;
  const who = login === undefined ? '' : `, as ${login.user} with ${login.password}`;
  const shown = { From: from, To: to, Subject: subject, ...headers };
  const lines = Object.entries(shown).map(([name, value]) => `${name}: ${value}`);
  return [`smtp://${host}:${port} (TLS: ${tls}${who})`, ...lines, '', text].join('\n');
}

interface SmtpFailure extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** Sources: RFC 5321, 4.2 (4yz may be tried again, 5yz not); RFC 4954, 6 (535); nodemailer's own codes. */
function smtpError({ host, port, to }: EmailChannel, failure: SmtpFailure): ControllerError {
  const { code = '', responseCode, response, message } = failure;
  const said = response?.replaceAll(/\s+/g, ' ').trim() ?? message;
  const [kind, fix] = meaning(code, responseCode);
  return new ControllerError(kind, `SMTP: mail to ${to} through ${host}:${port}: ${said}`, fix, {
    cause: failure,
  });
}

function meaning(code: string, responseCode: number | undefined): [AdapterErrorCode, string] {
  if (code === 'EAUTH') return ['unauthorized', 'correct the user and the password of the channel'];
  if (code === 'ETLS')
    return [
      'rejected',
      'the server offers no TLS that is trusted: correct channels.email.tls, or its certificate',
    ];
  if (responseCode !== undefined && responseCode >= 500)
    return ['rejected', 'correct the addresses of the channel: the server will not take this mail'];
  if (responseCode !== undefined && responseCode >= 400)
    return ['unavailable', 'the server takes it later; see its queue if that lasts'];
  if (code === 'ETIMEDOUT') return ['timed-out', 'see whether the server can be reached from here'];
  return ['unreachable', 'see whether the server can be reached from here'];
}
