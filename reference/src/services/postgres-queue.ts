import type { QueueReading } from '@attest/instrumentation/worker';
import type { Resource } from '@attest/platform';
import { BedError } from '../bed-error.js';
import { Deadline } from './deadline.js';
import type { AfterFailure, Completion, Job, Queue } from './job.js';
import type { Statements } from './primary-database.js';
import { resourceKey, tableOf } from './table.js';

export interface PostgresQueueOptions {
  readonly queue: string;
  readonly resources: readonly Resource[];
  /** Dead jobs fail their resource, too. */
  readonly failsResource: boolean;
  /** The database that takes writes. */
  readonly statements: () => Statements | undefined;
}

/** A worker that does not renew its leases for so long is gone. */
const leaseSeconds = 15;
const statementTimeoutMs = 2000;

/** The queue in `queue.jobs`: every method is one statement, so one transaction. */
export class PostgresQueue implements Queue {
  readonly #tables: ReadonlyMap<string, string>;

  constructor(private readonly options: PostgresQueueOptions) {
    this.#tables = new Map(options.resources.map((resource) => [resourceKey(resource), tableOf(resource)]));
  }

  /** The table of a job's resource; `undefined` when the catalog does not have it. */
  tableOf(job: Job): string | undefined {
    return this.#tables.get(job.resource);
  }

  async claim(limit: number): Promise<readonly Job[]> {
    const rows = await this.#run<{
      id: string;
      resource: string;
      resource_id: string;
      attempts: number;
      run_at: Date;
    }>(
      'claim',
      `update queue.jobs
       set state = 'active', attempts = attempts + 1, started_at = clock_timestamp(), leased_until = ${leaseEnd}
       where id in (
         select id from queue.jobs where queue = $1 and state = 'waiting' and run_at <= clock_timestamp()
         order by run_at limit $2 for update skip locked
       )
       returning id, resource, resource_id, attempts, run_at`,
      [this.options.queue, limit],
    );
    return rows.map((row) => ({
      id: row.id,
      queue: this.options.queue,
      resource: row.resource,
      resourceId: row.resource_id,
      attempt: row.attempts,
      runnableAtMs: row.run_at.getTime(),
    }));
  }

  async complete(completions: readonly Completion[]): Promise<void> {
    const groups = new Map<string, Completion[]>();
    for (const completion of completions) {
      const key = `${completion.job.resource} ${completion.status ?? ''}`;
      groups.set(key, [...(groups.get(key) ?? []), completion]);
    }
    for (const group of groups.values()) await this.#completeAlike(group);
  }

  async #completeAlike(completions: readonly Completion[]): Promise<void> {
    const [first] = completions;
    const table = first === undefined ? undefined : this.#tables.get(first.job.resource);
    if (first === undefined || table === undefined) return;
    const jobs = completions.map(({ job }) => job);
    const done = `done as (
      update queue.jobs set state = 'completed', finished_at = clock_timestamp(), leased_until = null, error = null
      from unnest($1::bigint[], $2::int[], $3::text[]) as given(id, attempt, result)
      where jobs.id = given.id and jobs.attempts = given.attempt and jobs.state = 'active'
      returning jobs.resource_id, given.result
    )`;
    const values = [ids(jobs), attempts(jobs), completions.map(({ result }) => result ?? null)];
    if (first.status === undefined) {
      await this.#run('complete', `with ${done} select count(*) from done`, values);
      return;
    }
    // Locked in one order, or workers of two queues that complete the same resources would wait for each other.
    await this.#run(
      `complete ${first.job.resource}`,
      `with ${done}, locked as (
        select stored.id, done.result from ${table} stored join done on done.resource_id = stored.id
        order by stored.id for update of stored
      )
      update ${table} stored
      set status = $4, result = coalesce(locked.result, stored.result), updated_at = clock_timestamp()
      from locked where stored.id = locked.id`,
      [...values, first.status],
    );
  }

  async fail(job: Job, error: string, after: AfterFailure): Promise<void> {
    if (after.kind === 'retry') {
      await this.#run(
        'retry',
        `update queue.jobs
         set state = 'waiting', error = $3, run_at = clock_timestamp() + make_interval(secs => $4), leased_until = null
         where id = $1 and attempts = $2 and state = 'active'`,
        [job.id, job.attempt, error, after.delaySeconds],
      );
      return;
    }
    const table = this.options.failsResource ? this.tableOf(job) : undefined;
    const dead = `update queue.jobs
       set state = 'dead', error = $3, finished_at = clock_timestamp(), leased_until = null
       where id = $1 and attempts = $2 and state = 'active' returning resource_id`;
    const text =
      table === undefined
        ? dead
        : `with dead as (${dead})
           update ${table} stored set status = 'failed', error = '${allFailed}', updated_at = clock_timestamp()
           from dead where stored.id = dead.resource_id`;
    await this.#run(`bury ${table === undefined ? '' : job.resource}`, text, [job.id, job.attempt, error]);
  }

  async renew(jobs: readonly Job[]): Promise<void> {
    await this.#run(
      'renew',
      `update queue.jobs set leased_until = ${leaseEnd}
       from unnest($1::bigint[], $2::int[]) as given(id, attempt)
       where jobs.id = given.id and jobs.attempts = given.attempt and jobs.state = 'active'`,
      [ids(jobs), attempts(jobs)],
    );
  }

  async reclaim(): Promise<void> {
    await this.#run(
      'reclaim',
      `update queue.jobs set state = 'waiting', leased_until = null, error = 'The worker that had this job is gone.'
       where id in (
         select id from queue.jobs where queue = $1 and state = 'active' and leased_until < clock_timestamp()
         for update skip locked
       )`,
      [this.options.queue],
    );
  }

  /** Completed jobs are not counted: there is no index for what is only history. */
  async depth(): Promise<QueueReading> {
    const [row] = await this.#run<{ waiting: number; active: number; dead: number; oldest: number }>(
      'depth',
      `select
         (select count(*)::int from queue.jobs where queue = $1 and state = 'waiting') as waiting,
         (select count(*)::int from queue.jobs where queue = $1 and state = 'active') as active,
         (select count(*)::int from queue.jobs where queue = $1 and state = 'dead') as dead,
         (select coalesce(greatest(0, extract(epoch from clock_timestamp() - min(run_at))), 0)::float
          from queue.jobs where queue = $1 and state = 'waiting') as oldest`,
      [this.options.queue],
    );
    if (row === undefined) return { depthByState: {} };
    const { oldest, ...depthByState } = row;
    return { depthByState, oldestAgeSeconds: oldest };
  }

  async #run<Row>(name: string, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const statements = this.options.statements();
    const executed = await statements?.execute<Row>(
      { name: `jobs ${name}`, text, values },
      new Deadline(statementTimeoutMs),
    );
    if (executed?.kind === 'rows') return executed.rows;
    throw new BedError({
      code: 'queue-unavailable',
      message: `The queue ${this.options.queue} could not ${name}: ${executed === undefined ? 'no database is known' : `${executed.kind}, ${executed.cause}`}.`,
      fix: 'Nothing needs to be done once the database answers again: leases expire, and jobs run again.',
      cause: executed?.cause,
    });
  }
}

/** What clients may know; the reason, which may name hosts, stays with the job. */
const allFailed = 'Every attempt failed.';
const leaseEnd = `clock_timestamp() + interval '${leaseSeconds} seconds'`;

function ids(jobs: readonly Job[]): string[] {
  return jobs.map(({ id }) => id);
}

function attempts(jobs: readonly Job[]): number[] {
  return jobs.map(({ attempt }) => attempt);
}
