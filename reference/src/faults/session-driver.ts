import type { Disturbance, Proof, SessionDriver } from '@attest/chaos';
import pg from 'pg';
import { databaseName, type Postgres } from '../postgres/postgres.js';
import { tooManyConnections } from '../postgres/too-many-connections.js';
import { Guests } from './guests.js';

/** No operator, so that the reserved connections are not for it. */
const guest = 'attest_guest';
/** `attest…` are the instruments of a run. */
const applicationName = 'attest-fault';
const lockNotAvailable = '55P03';
const leaveWithinMs = 5000;

/** Opens sessions in the bed's databases, as a careless colleague would. They end with whoever opened them. */
export function sessionDriver(database: (region: string) => Postgres): SessionDriver {
  let guests: Guests | undefined;
  let holder: pg.Client | undefined;
  const connect = async (region: string, user?: string) => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port: database(region).port,
      database: databaseName,
      user: user ?? 'postgres',
      application_name: applicationName,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const endHolder = () => holder?.end().catch(() => undefined);
  const guestsSeen = async (region: string) => {
    const [row] = await database(region).query<{ sessions: number; roles: number }>(
      `select (select count(*)::int from pg_stat_activity where usename = '${guest}') as sessions,
         (select count(*)::int from pg_roles where rolname = '${guest}') as roles`,
    );
    return row ?? { sessions: -1, roles: -1 };
  };
  return {
    exhausted: (region): Disturbance => ({
      async inject() {
        await database(region).query(
          `do $$ begin if not exists (select from pg_roles where rolname = '${guest}') then create role ${guest} login; end if; end $$`,
        );
        await guests?.leave();
        guests = new Guests(() => connect(region, guest));
        await guests.takeAll();
      },
      async prove() {
        const { roles } = await guestsSeen(region);
        if (roles === 0) return [];
        const answer = await connect(region, guest).then(
          async (client) => {
            await client.end();
            return 'accepted';
          },
          (error: { code?: string }) => String(error.code),
        );
        return [
          {
            probe: `one more connection to ${region}`,
            expected: `refused with ${tooManyConnections}`,
            observed: answer,
            ok: answer === tooManyConnections,
          },
        ];
      },
      async undo() {
        await guests?.leave();
        guests = undefined;
        const deadline = Date.now() + leaveWithinMs;
        while ((await guestsSeen(region)).sessions > 0 && Date.now() < deadline)
          await new Promise((resolve) => setTimeout(resolve, 50));
        await database(region).query(`drop role if exists ${guest}`);
      },
      async proveUndone() {
        const { sessions, roles } = await guestsSeen(region);
        return [
          {
            probe: `guests in ${region}`,
            expected: '0 sessions, no role',
            observed: `${sessions} sessions, ${roles === 0 ? 'no role' : 'a role'}`,
            ok: sessions === 0 && roles === 0,
          },
        ];
      },
    }),
    holdingJobs: (region): Disturbance => ({
      async inject() {
        await endHolder();
        holder = await connect(region);
        await holder.query('begin');
        await holder.query('select from queue.jobs for update');
      },
      async prove() {
        const [found] = await database(region).query<{ jobs: number }>(
          'select count(*)::int as jobs from queue.jobs',
        );
        const answer = await tryToHold(database(region));
        return [
          {
            probe: `the ${found?.jobs ?? 0} jobs of ${region}`,
            expected: 'held by somebody else',
            observed: answer,
            ok: (found?.jobs ?? 0) > 0 && answer === 'held by somebody else',
          },
        ];
      },
      async undo() {
        await endHolder();
        holder = undefined;
      },
      proveUndone: async (): Promise<Proof[]> => {
        const [row] = await database(region).query<{ holders: number }>(
          `select count(*)::int as holders from pg_stat_activity where application_name = '${applicationName}' and usename <> '${guest}'`,
        );
        return [
          {
            probe: `sessions of the fault in ${region}`,
            expected: '0',
            observed: String(row?.holders),
            ok: row?.holders === 0,
          },
        ];
      },
    }),
  };
}

/** Workers hold single jobs for moments; only somebody who holds the oldest one for longer is in the way. */
async function tryToHold(database: Postgres): Promise<string> {
  try {
    await database.query('select from queue.jobs order by id limit 1 for update nowait');
    return 'free';
  } catch (error) {
    const { code } = error as { code?: string };
    return code === lockNotAvailable ? 'held by somebody else' : String(error);
  }
}
