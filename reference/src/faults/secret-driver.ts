import type { Disturbance, Proof, SecretDriver } from '@attest/chaos';
import pg from 'pg';
import { untilReady } from '../composition/until-ready.js';
import { databaseName, type Postgres, servicesRole } from '../postgres/postgres.js';
import { invalidPassword, newPassword } from '../services/passwords.js';
import type { HandedOut } from '../supervisor/instance-passwords.js';
import type { SupervisorAccess } from './victims.js';

const connectWithinMs = 5000;
/**
 * So many every 100 ms, as whoever has a platform to run rotates a secret. Where all are ended at once, all connect at once, which is a
 * fault of its own: on a small machine that takes longer than a readiness probe waits.
 */
const endedAtOnce = 4;
/** So long may a session finish what it does before it is ended all the same. */
const busyForMs = 10_000;
const patienceSeconds = 20;

export interface SecretHolders {
  /** The database that takes writes now. */
  readonly primary: () => Promise<Postgres>;
  /** Of every region: those of others connect to the primary as well. */
  readonly supervisors: () => readonly Pick<SupervisorAccess, 'ask'>[];
  /** With which the services begin. */
  readonly initial: string;
}

interface Rotation {
  readonly password: string;
  /** What the database kept of the initial one: taking that back leaves it as it was, and not only as good. */
  readonly verifierBefore: string;
}

/** Changes the password of the bed's services, in the database and where their supervisors hand it out. */
export function secretDriver({ primary, supervisors, initial }: SecretHolders): SecretDriver {
  let rotation: Rotation | undefined;

  const handOut = (passwords: readonly string[]) =>
    untilReady('passwords handed out to instances', patienceSeconds, async () => {
      const answers = await Promise.all(
        supervisors().map((supervisor) => supervisor.ask('PUT', '/secrets/database', { passwords })),
      );
      return answers.flatMap((answer) => (answer as HandedOut).waitingFor);
    });

  /** Everybody holds both while they are exchanged, and nobody is shown out before. */
  const exchange = async (from: string, to: string, kept: string) => {
    const server = await primary();
    await handOut([from, to]);
    await server.query(`alter role ${servicesRole} password '${kept}'`);
    await endSessions(server);
    await handOut([to]);
  };

  const proofs = async (accepted: string, refused: string, expectedVerifier: string): Promise<Proof[]> => {
    const server = await primary();
    const [letIn, keptOut] = [await tryPassword(server, accepted), await tryPassword(server, refused)];
    const sessions = await sessionsOf(server);
    const verifier = await readVerifier(server);
    return [
      proof('the password that counts', 'accepted', letIn),
      proof('the other password', `refused with ${invalidPassword}`, keptOut),
      proof(
        'what the database keeps of the password',
        expectedVerifier,
        verifier === rotation?.verifierBefore ? 'as before' : 'another',
      ),
      {
        probe: 'sessions of the services',
        expected: '1 or more, all since the change',
        observed: `${sessions.length}, ${sessions.filter(({ pid }) => ended.has(pid)).length} of them from before`,
        ok: sessions.length > 0 && !sessions.some(({ pid }) => ended.has(pid)),
      },
    ];
  };

  /** Those that there were at the change. */
  const ended = new Set<number>();
  const endSessions = async (server: Postgres) => {
    ended.clear();
    for (const { pid } of await sessionsOf(server)) ended.add(pid);
    const begun = performance.now();
    await untilReady('sessions of the old password', patienceSeconds, async () => {
      const left = (await sessionsOf(server)).filter(({ pid }) => ended.has(pid));
      await server.query(
        `select pg_terminate_backend(pid) from
           (select pid from pg_stat_activity where pid = any($1) and (state = 'idle' or $2) limit ${endedAtOnce}) as going`,
        [left.map(({ pid }) => pid), performance.now() - begun > busyForMs],
      );
      return left.map(({ pid, state }) => `${pid} (${state})`);
    });
    await untilReady('sessions of the new password', patienceSeconds, async () =>
      (await sessionsOf(server)).length > 0 ? [] : ['none'],
    );
  };

  return {
    rotated: (): Disturbance => ({
      async inject() {
        rotation = {
          password: newPassword(),
          verifierBefore: await readVerifier(await primary()),
        };
        await exchange(initial, rotation.password, rotation.password);
      },
      prove: async () => (rotation === undefined ? [] : proofs(rotation.password, initial, 'another')),
      async undo() {
        if (rotation === undefined) return;
        const { password, verifierBefore } = rotation;
        if ((await readVerifier(await primary())) === verifierBefore) await handOut([initial]);
        else await exchange(password, initial, verifierBefore);
      },
      proveUndone: async () =>
        rotation === undefined ? [] : proofs(initial, rotation.password, 'as before'),
    }),
  };
}

interface Session {
  readonly pid: number;
  readonly state: string;
}

/** Those of services; what looks at passwords from here is none. */
function sessionsOf(server: Postgres): Promise<Session[]> {
  return server.query<Session>(
    `select pid, state from pg_stat_activity where usename = '${servicesRole}' and application_name <> '${looker}'`,
  );
}

async function readVerifier(server: Postgres): Promise<string> {
  const [row] = await server.query<{ rolpassword: string }>(
    `select rolpassword from pg_authid where rolname = '${servicesRole}'`,
  );
  return row?.rolpassword ?? '';
}

const looker = 'attest-fault';

/** As a service would connect. */
async function tryPassword(server: Postgres, password: string): Promise<string> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: servicesRole,
    password,
    database: databaseName,
    application_name: looker,
    connectionTimeoutMillis: connectWithinMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'accepted';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `refused with ${code ?? message}`;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function proof(probe: string, expected: string, observed: string): Proof {
  return { probe, expected, observed, ok: expected === observed };
}
