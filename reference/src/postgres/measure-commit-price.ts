import pg from 'pg';

/** How long one commit took that waited for standbys, and one that waited for the local disk only. */
export interface CommitPair {
  readonly durableMs: number;
  readonly localMs: number;
}

const warmUpPairs = 5;

/**
 * Commits alternately with and without waiting for the synchronous standbys, through one connection. What is timed is the
 * COMMIT alone. The order within a pair alternates, so that neither kind always comes after the other.
 */
export async function measureCommitPrice(
  connectionString: string,
  options: { readonly pairs: number },
): Promise<readonly CommitPair[]> {
  const client = new pg.Client({ connectionString, application_name: 'attest-commit-price' });
  // Whatever ends the connection also rejects the query that waits.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('create table if not exists public.attest_commit_price (n bigint)');
    const pairs: CommitPair[] = [];
    for (let pair = -warmUpPairs; pair < options.pairs; pair += 1) {
      const order = pair % 2 === 0 ? (['on', 'local'] as const) : (['local', 'on'] as const);
      const took = { on: 0, local: 0 };
      for (const mode of order) took[mode] = await timeCommit(client, mode, pair);
      if (pair >= 0) pairs.push({ durableMs: took.on, localMs: took.local });
    }
    await client.query('drop table public.attest_commit_price');
    return pairs;
  } finally {
    await client.end();
  }
}

async function timeCommit(client: pg.Client, mode: 'on' | 'local', n: number): Promise<number> {
  await client.query('begin');
  await client.query(`set local synchronous_commit = ${mode}`);
  await client.query('insert into public.attest_commit_price values ($1)', [n]);
  const begun = process.hrtime.bigint();
  await client.query('commit');
  return Number(process.hrtime.bigint() - begun) / 1e6;
}
