import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lsnReached } from '@attest/controllers/failover';
import { findTools } from '@attest/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Links } from '../../reference/src/links/links.js';
import { createPrimary, createStandby } from '../../reference/src/postgres/create-server.js';
import { measureCommitPrice } from '../../reference/src/postgres/measure-commit-price.js';
import type { Postgres } from '../../reference/src/postgres/postgres.js';
import { findServerUser } from '../../reference/src/postgres/server-user.js';
import { Keeper } from '../../reference/src/processes/keeper.js';
import { createRunDirectory } from '../../reference/src/processes/run-directory.js';

const regions = ['us-east-1', 'eu-west-1', 'ap-southeast-1'] as const;

/** One story in order, on real servers: each part starts from what the one before left. */
describe.sequential('three regions of PostgreSQL with links between them', () => {
  let stateDirectory: string;
  let keeper: Keeper;
  let links: Links;
  let us: Postgres;
  let eu: Postgres;
  let ap: Postgres;
  const link = (from: string, to: string) => links.port(`${from}->${to}.postgres`);

  beforeAll(async () => {
    const tools = await findTools(['postgres', 'toxiproxy']);
    stateDirectory = mkdtempSync(join(tmpdir(), 'attest-postgres-links-'));
    const logFile = (name: string) => join(stateDirectory, `${name}.log`);
    keeper = await Keeper.start({ run: `postgres-links-${process.pid}`, stateDirectory });
    links = await Links.start({ keeper, program: tools.toxiproxy.path, logFile: logFile('toxiproxy') });
    us = await createPrimary({
      keeper,
      binDirectory: dirname(tools.postgres.path),
      region: 'us-east-1',
      directory: createRunDirectory(keeper),
      logFile: logFile('us-east-1'),
      maxConnections: 50,
      user: findServerUser(),
    });
    eu = await createStandby(us, { region: 'eu-west-1', logFile: logFile('eu-west-1') });
    ap = await createStandby(us, { region: 'ap-southeast-1', logFile: logFile('ap-southeast-1') });
    for (const from of regions) {
      for (const [to, server] of Object.entries({ 'us-east-1': us, 'eu-west-1': eu, 'ap-southeast-1': ap })) {
        await links.add({ name: `${from}->${to}.postgres`, from, to, upstreamPort: server.port });
      }
    }
    await us.start();
    await Promise.all([
      eu.start({ upstreamPort: link('eu-west-1', 'us-east-1') }),
      ap.start({ upstreamPort: link('ap-southeast-1', 'us-east-1') }),
    ]);
    await us.awaitStandbys(['eu-west-1', 'ap-southeast-1']);
    await us.query('create table writes (id int primary key)');
  });
  afterAll(async () => {
    await keeper?.end();
    if (stateDirectory !== undefined) rmSync(stateDirectory, { recursive: true, force: true });
  });

  const writes = async (server: Postgres) =>
    (await server.query<{ id: number }>('select id from writes order by id')).map(({ id }) => id);

  it('makes a durable commit wait for the nearest standby, and a local one for nobody', async () => {
    await us.setSynchronousStandbys(['eu-west-1', 'ap-southeast-1']);
    const pairs = await measureCommitPrice(us.connectionString(), { pairs: 6 });
    expect(pairs).toHaveLength(6);
    for (const { durableMs, localMs } of pairs) {
      expect(durableMs).toBeGreaterThanOrEqual(70);
      expect(localMs).toBeLessThan(durableMs);
    }
  });

  it('cannot prove a region lost that is not', async () => {
    const proofs = await links.proveCut('us-east-1');
    expect(proofs).toHaveLength(5);
    expect(proofs.map(({ ok }) => ok)).not.toContain(true);
    expect((await us.sigkillProof()).map(({ ok }) => ok)).not.toContain(true);
  });

  it('gives every link back as it was', async () => {
    const before = await links.fingerprint();
    await links.cut('ap-southeast-1');
    await links.cut('ap-southeast-1');
    expect(await links.fingerprint()).not.toBe(before);
    await links.restore('ap-southeast-1');
    await links.restore('ap-southeast-1');
    expect(await links.fingerprint()).toBe(before);
    expect((await links.proveRestored('ap-southeast-1')).filter(({ ok }) => !ok)).toEqual([]);
    await us.awaitStandbys(['eu-west-1', 'ap-southeast-1'], { timeoutMs: 30_000 });
  });

  it('holds a commit back while no standby can be reached, and lets it pass when one is back', async () => {
    for (const from of ['eu-west-1', 'ap-southeast-1']) await links.cutLink(`${from}->us-east-1.postgres`);
    let acknowledged = false;
    const commit = us.query('insert into writes values (1)').then(() => {
      acknowledged = true;
    });
    const waits = "select 1 from pg_stat_activity where wait_event = 'SyncRep'";
    await expect.poll(async () => (await us.query(waits)).length).toBe(1);
    expect(acknowledged).toBe(false);
    await links.restoreLink('eu-west-1->us-east-1.postgres');
    await commit;
    expect(await writes(us)).toEqual([1]);
  });

  it('loses an acknowledged write with asynchronous standbys, and only that', async () => {
    await eu.awaitReplay(await us.flushedLsn(), 10_000);
    await us.setSynchronousStandbys([]);
    await links.cut('us-east-1');
    await us.query('insert into writes values (2)');
    expect((await links.proveCut('us-east-1')).filter(({ ok }) => !ok)).toEqual([]);

    await us.kill();
    expect((await us.sigkillProof()).filter(({ ok }) => !ok)).toEqual([]);
    // The far end is dead now, and a cut link must not tell.
    expect((await links.proveCut('us-east-1')).filter(({ ok }) => !ok)).toEqual([]);
    expect(await writes(eu)).toEqual([1]);
  });

  it('promotes a standby that the other one follows, behind which commits wait again', async () => {
    if (!lsnReached(await eu.flushedLsn(), await ap.flushedLsn())) {
      await eu.follow(link('eu-west-1', 'ap-southeast-1'));
      await eu.awaitReplay(await ap.flushedLsn(), 10_000);
    }
    await eu.setSynchronousStandbys(['ap-southeast-1']);
    await eu.promote();
    await ap.follow(link('ap-southeast-1', 'eu-west-1'));
    await eu.query('insert into writes values (3)');
    expect(await eu.inRecovery()).toBe(false);
    expect(await eu.timeline()).toBe(2);
    await ap.awaitReplay(await eu.flushedLsn(), 10_000);
    expect(await writes(ap)).toEqual([1, 3]);
    expect(await ap.timeline()).toBe(2);
    expect(await eu.replicationStatus()).toMatchObject([{ standby: 'ap-southeast-1', syncState: 'quorum' }]);
  });

  it('ends with nothing left', async () => {
    await Promise.all([us.stop(), eu.stop(), ap.stop(), links.stop()]);
    const { report, proof } = await keeper.end();
    expect(report.processesEnded).toEqual([]);
    expect(report.problems).toEqual([]);
    expect(proof).toEqual({ processesLeft: [], portsLeft: [], filesLeft: [] });
  });
});
