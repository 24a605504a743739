import type { JournalLine } from '../journal.js';
import type {
  DatabasePosition,
  FailoverMetrics,
  FailoverPhase,
  FailoverPorts,
  Notice,
  ProbeResult,
} from '../ports.js';
import { FakeClock } from './fake-clock.js';

interface FakeRegion {
  api: ProbeResult;
  ready: boolean;
  database: ProbeResult;
  role: 'primary' | 'standby';
  /** The process runs, whether or not the controller can reach it. */
  alive: boolean;
  lsn: number;
  /** Ids of the writes that it has; its WAL position grows with them. */
  log: readonly string[];
  timelineId: number;
  epoch: number;
  upstream: string | undefined;
  readOnly: boolean;
  synchronousStandbys: readonly string[];
}

type Trouble = { how: 'reject' | 'hang'; times: number };

const formatLsn = (lsn: number): string => `0/${lsn.toString(16).toUpperCase()}`;

const region = (name: string, role: FakeRegion['role']): FakeRegion => ({
  api: 'up',
  ready: true,
  database: 'up',
  role,
  alive: true,
  lsn: 0x3000,
  log: [],
  timelineId: 1,
  epoch: 1,
  upstream: role === 'standby' ? 'one' : undefined,
  readOnly: false,
  synchronousStandbys: name === 'one' ? ['two', 'three'] : [],
});

/** Three regions, `one` primary, in memory; every port of the controller acts on them. */
export class FakeWorld {
  readonly clock = new FakeClock();
  readonly regions: Record<string, FakeRegion> = {
    one: region('one', 'primary'),
    two: region('two', 'standby'),
    three: region('three', 'standby'),
  };
  readonly dns: Record<string, string> = { database: 'one', 'shop.origin': 'one' };
  readonly journal: JournalLine[] = [];
  readonly calls: string[] = [];
  readonly notices: { channel: string; notice: Notice }[] = [];
  readonly phases: FailoverPhase[] = [];
  readonly finished: string[] = [];
  readonly stepSeconds: Record<string, number> = {};
  edgeErrors: { requests: number; errors: number } | undefined = { requests: 1000, errors: 0 };
  /** What the edge goes on serving from, whatever DNS says. */
  edgeStuckAt: string | undefined;
  diskFull = false;
  readonly acknowledged: { id: string; region: string; epoch: number }[] = [];
  #writes = 0;
  readonly #troubles = new Map<string, Trouble>();

  at(name: string): FakeRegion {
    const found = this.regions[name];
    if (!found) throw new Error(`no region ${name}`);
    return found;
  }

  /** Calls such as `promote:two` are refused, or never answered, so many times. */
  trouble(call: string, how: Trouble['how'] = 'reject', times = Number.POSITIVE_INFINITY): void {
    this.#troubles.set(call, { how, times });
  }

  lose(name: string): void {
    this.cutOff(name);
    this.at(name).alive = false;
  }

  /** Out of the controller's sight, but alive. */
  cutOff(name: string): void {
    Object.assign(this.at(name), { api: 'down', database: 'down' });
  }

  /** A client writes; `reaches` are the standbys to which the link happens to deliver. Acknowledged as `ANY 1` would. */
  write(name: string, reaches: readonly string[]): void {
    const it = this.at(name);
    if (!it.alive || it.role !== 'primary' || it.readOnly) return;
    const id = `write-${this.#writes++}`;
    it.log = [...it.log, id];
    const received = reaches.filter((standby) => this.at(standby).upstream === name);
    for (const standby of received) this.at(standby).log = it.log;
    const { synchronousStandbys } = it;
    if (synchronousStandbys.length === 0 || synchronousStandbys.some((standby) => received.includes(standby)))
      this.acknowledged.push({ id, region: name, epoch: it.epoch });
  }

  /** The region's server becomes a copy of `upstream`, which it follows. */
  seed(name: string, upstream: string): Promise<void> {
    return this.#answer(`seed:${name}`, () => {
      const { lsn, log, timelineId, epoch, readOnly, synchronousStandbys } = this.at(upstream);
      const copied = { lsn, log, timelineId, epoch, readOnly, synchronousStandbys };
      Object.assign(this.at(name), {
        ...copied,
        role: 'standby',
        alive: true,
        api: 'up',
        database: 'up',
        upstream,
      });
    });
  }

  lines(event: JournalLine['event']): JournalLine[] {
    return this.journal.filter((line) => line.event === event);
  }

  get ending(): JournalLine | undefined {
    return this.journal.findLast((line) => ['completed', 'refused', 'failed'].includes(line.event));
  }

  ports(): FailoverPorts {
    return {
      clock: this.clock,
      probes: {
        api: (name) => this.#answer(`probe-api:${name}`, () => this.at(name).api),
        database: (name) => this.#answer(`probe-database:${name}`, () => this.at(name).database),
        ready: (name) =>
          this.#answer(`ready:${name}`, () => ({ ready: this.at(name).ready, detail: 'as set by the test' })),
        edgeErrors: () => this.#answer('edge-errors', () => this.edgeErrors),
      },
      databases: {
        position: (name) => this.#onDatabase(`position:${name}`, name, () => this.#position(name)),
        detach: (name) =>
          this.#onDatabase(`detach:${name}`, name, (it) => {
            it.upstream = undefined;
            return this.#position(name);
          }),
        follow: (name, upstream) =>
          this.#onDatabase(`follow:${name}`, name, (it) => {
            it.upstream = upstream;
            const source = this.at(upstream);
            if (source.alive && source.log.length >= it.log.length)
              Object.assign(it, { lsn: Math.max(it.lsn, source.lsn), log: source.log });
          }),
        refuseWrites: (name) =>
          this.#onDatabase(`refuse-writes:${name}`, name, (it) => {
            it.readOnly = true;
          }),
        acceptWrites: (name) =>
          this.#onDatabase(`accept-writes:${name}`, name, (it) => {
            it.readOnly = false;
          }),
        setSynchronousStandbys: (name, _quorum, standbys) =>
          this.#onDatabase(`set-synchronous-standbys:${name}`, name, (it) => {
            it.synchronousStandbys = standbys;
          }),
        promote: (name) =>
          this.#onDatabase(`promote:${name}`, name, (it) => {
            if (it.role === 'standby') Object.assign(it, { role: 'primary', timelineId: it.timelineId + 1 });
          }),
        writeEpoch: (name, epoch) =>
          this.#onDatabase(`write-epoch:${name}`, name, (it) => {
            it.epoch = epoch;
          }),
      },
      dns: {
        current: (record) => this.#answer(`read-dns:${record}`, () => this.dns[record] ?? 'nowhere'),
        point: (record, name) =>
          this.#answer(`point-dns:${record}=${name}`, () => {
            this.dns[record] = name;
          }),
      },
      edge: {
        servedBy: (service) =>
          this.#answer(`served-by:${service}`, () => this.edgeStuckAt ?? this.dns[`${service}.origin`]),
      },
      notifier: {
        notify: (channel, notice) =>
          this.#answer(`notify:${channel}`, () => {
            this.notices.push({ channel, notice });
          }),
      },
      journal: {
        append: async (line) => {
          if (this.diskFull) throw new Error('ENOSPC: no space left on device');
          this.journal.push(JSON.parse(JSON.stringify(line)));
        },
      },
      metrics: this.#metrics(),
    };
  }

  #metrics(): FailoverMetrics {
    return {
      state: (phase) => {
        if (this.phases.at(-1) !== phase) this.phases.push(phase);
      },
      epoch: () => undefined,
      stepDuration: (step, seconds) => {
        this.stepSeconds[step] = seconds;
      },
      finished: (trigger, outcome) => this.finished.push(`${trigger} ${outcome}`),
    };
  }

  #position(name: string): DatabasePosition {
    const { role, lsn, log, timelineId, epoch } = this.at(name);
    return { role, flushedLsn: formatLsn(lsn + log.length), timelineId, epoch };
  }

  #onDatabase<T>(call: string, name: string, act: (it: FakeRegion) => T): Promise<T> {
    return this.#answer(call, () => {
      if (this.at(name).database !== 'up') throw new Error(`connection to the database of ${name} refused`);
      return act(this.at(name));
    });
  }

  /** Every call takes 20 ms. */
  async #answer<T>(call: string, act: () => T): Promise<T> {
    this.calls.push(call);
    const trouble = this.#troubles.get(call);
    const troubled = trouble !== undefined && trouble.times > 0;
    if (troubled) trouble.times -= 1;
    if (troubled && trouble.how === 'hang') return new Promise<never>(() => undefined);
    await this.clock.sleep(20);
    if (troubled) throw new Error(`${call} was refused by the test`);
    return act();
  }
}
