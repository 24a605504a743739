import { type AdapterErrorCode, ControllerError } from '../../../controller-error.js';

/** Source: PostgreSQL, Appendix A, "PostgreSQL Error Codes". Only those whose remedy is known. */
const bySqlState: Readonly<Record<string, [AdapterErrorCode, string]>> = {
  '28000': ['unauthorized', 'let pg_hba.conf admit the role from here, over TLS if it asks for it'],
  '28P01': ['unauthorized', 'correct the password in the connection string of this region'],
  '3D000': ['not-configured', 'correct the database’s name in the connection string of this region'],
  '42501': [
    'forbidden',
    'run the generated failover/postgresql.sql on the primary: it grants the role what it needs and no more',
  ],
  '3F000': [
    'not-configured',
    'run the generated failover/postgresql.sql on the primary: it makes control.epoch',
  ],
  '42P01': [
    'not-configured',
    'run the generated failover/postgresql.sql on the primary: it makes control.epoch',
  ],
  '25006': ['rejected', 'the server is a standby, or read-only for this session: find out who is primary'],
  '53300': ['unavailable', 'end client sessions, or raise max_connections: none is left for the controller'],
  '57P03': ['unavailable', 'the server is starting up or shutting down; look at its log'],
  '57P01': ['unavailable', 'the server ended the session; look at its log'],
};

/** What came out of a session, as an error that says what to do. */
export function postgresError(region: string, error: unknown): ControllerError {
  if (error instanceof ControllerError) return error;
  const { code = '', message } = error as { code?: string; message: string };
  const [kind, fix] = bySqlState[code] ?? unknown(code);
  const state = /^[0-9A-Z]{5}$/.test(code) ? ` (SQLSTATE ${code})` : '';
  return new ControllerError(kind, `database of ${region}: ${message}${state}`, fix, { cause: error });
}

function unknown(code: string): [AdapterErrorCode, string] {
  return /^E[A-Z]+$/.test(code)
    ? ['unreachable', 'see whether the server runs and whether it can be reached from here']
    : ['unavailable', 'look at the server’s log'];
}
