import type { EvidenceBody, Recorded } from '@attest/evidence';
import type { ClientLine, Generator } from '@attest/loadtests';
import type { Experiment } from '../../experiments/index.js';
import type { EffectsFeed, LinkChoice, LinkDriver, Proof, StoredRow, Target } from '../../target/index.js';
import { runGameday } from '../gameday.js';
import type { RunClock } from '../run-clock.js';
import { fakeDrivers } from './fake-drivers.js';

const tickMs = 100;

/** What the fake platform does with clients while its links are cut, and what its driver gets wrong. */
export interface Misbehaviour {
  /** Share of the requests that fail meanwhile; 0 for a platform that does not mind. */
  readonly failing?: number;
  /** Every request fails while this holds of what is in place: the names that the drivers give it, and `cut` with what it is between, `slow` and `flapping`. */
  readonly failsUnder?: (inPlace: ReadonlySet<string>) => boolean;
  readonly cutThrows?: boolean;
  readonly cutUnproven?: boolean;
  readonly restoreUnproven?: boolean;
  readonly failover?: boolean;
  readonly withoutLinks?: boolean;
  /** No evidence can be written from then on. */
  readonly diskFullAfterMs?: number;
  readonly loadStopThrows?: boolean;
  /** What becomes of the job that every write promises; nothing is promised unless given. */
  /** The replica never has what the primary has. */
  readonly replicaBehind?: boolean;
  readonly jobs?:
    | 'done'
    | 'never-done'
    | 'done-twice'
    | 'done-late'
    | 'never-ending'
    | 'forgotten'
    | 'unreadable';
  /** Ctrl-C so long after the start. */
  readonly interruptedAfterMs?: number;
}

export interface FakeRun {
  readonly evidence: readonly Recorded[];
  /** What was written and what was done to the platform, in order. */
  readonly log: readonly string[];
  readonly isCut: boolean;
  readonly hasLoad: boolean;
  readonly endedMs: number;
}

/** Runs an experiment on a platform that exists only as numbers, on a clock that moves only when somebody sleeps. */
export async function fakeRun(
  experiment: Experiment,
  wrong: Misbehaviour = {},
  instead?: { readonly target: Target; readonly readOnly?: boolean },
): Promise<FakeRun> {
  const log: string[] = [];
  const evidence: Recorded[] = [];
  const lines: ClientLine[] = [{ t: 0, op: 'clock', sent: 0, received: 0, monotonicMs: 0 }];
  const stored: StoredRow[] = [];
  const interruption = new AbortController();
  let nowMs = 0;
  let requests = 0;
  let hasLoad = false;
  let isCut = false;
  const inPlace = new Set<string>();
  let effectReads = 0;

  /** One write and one read in every tick, answered 10 ms later. */
  const tick = () => {
    nowMs += tickMs;
    if (nowMs === wrong.interruptedAfterMs) interruption.abort('SIGINT');
    if (!hasLoad) return;
    requests += 1;
    const isBad =
      wrong.failsUnder?.(inPlace) ?? (isCut && (requests * (wrong.failing ?? 0)) % 1 < (wrong.failing ?? 0));
    const id = `w-${requests}`;
    const common = { id, ms: 10, stream: 'w' };
    lines.push({ t: nowMs, op: 'invoke', id, hash: 'h', stream: 'w' });
    if (isBad) lines.push({ ...common, t: nowMs + 10, op: 'info', status: 503 });
    else {
      stored.push({ id, hash: 'h', count: 1 });
      lines.push({ ...common, t: nowMs + 10, op: 'ok', status: 201, epoch: 1, region: 'east' });
    }
    lines.push({ t: nowMs + 10, op: 'read', ms: 10, status: isBad ? 503 : 200, ok: !isBad, stream: 'r' });
  };
  const clock: RunClock = {
    originMonotonicMs: 0,
    monotonicMs: () => nowMs,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      for (let slept = 0; slept < ms; slept += tickMs) {
        tick();
        signal.throwIfAborted();
      }
    },
  };
  const record = async (body: EvidenceBody, when: { t?: number; flush?: boolean } = {}) => {
    if (nowMs >= (wrong.diskFullAfterMs ?? Number.POSITIVE_INFINITY)) throw new Error('no space left');
    const at = new Date(0).toISOString();
    evidence.push({ ...body, t: when.t ?? nowMs, at, line: evidence.length + 1 } as Recorded);
    if (body.kind === 'fault') log.push(`${body.phase}${when.flush === true ? ', on disk' : ''}`);
  };
  const proof = (ok: boolean): Proof[] => [{ probe: 'links', expected: 'as told', observed: String(ok), ok }];
  const links: LinkDriver = {
    async cut(choice) {
      log.push('cut');
      isCut = true;
      inPlace.add(`cut ${cutName(choice)}`);
      if (wrong.cutThrows === true) throw new Error('half of the links are cut');
    },
    proveCut: async () => proof(isCut && wrong.cutUnproven !== true),
    slow: async () => void inPlace.add('slow'),
    proveSlow: async () => proof(inPlace.has('slow')),
    async restore(choice) {
      log.push('restore');
      isCut = false;
      for (const name of [`cut ${cutName(choice)}`, 'slow']) inPlace.delete(name);
    },
    proveRestored: async () => proof(!isCut && wrong.restoreUnproven !== true),
    flapping: () => ({
      inject: async () => void inPlace.add('flapping'),
      prove: async () => proof(inPlace.has('flapping')),
      undo: async () => void inPlace.delete('flapping'),
      proveUndone: async () => proof(!inPlace.has('flapping')),
    }),
    oneWay: () => {
      throw new Error('no experiment of these tests cuts links in one direction');
    },
    narrow: () => {
      throw new Error('no experiment of these tests narrows links');
    },
    resetting: () => {
      throw new Error('no experiment of these tests resets connections');
    },
  };
  const { jobs } = wrong;
  const effects: EffectsFeed = {
    promisedBy: ({ name }) => (name === 'w' ? ['job'] : []),
    async read() {
      if (jobs === 'unreadable') throw new Error('nobody tells of jobs');
      effectReads += 1;
      const isUnderWay = jobs === 'never-ending' || (jobs === 'done-late' && effectReads < 5);
      const done = jobs === 'never-done' || isUnderWay ? [] : stored;
      return [
        {
          kind: 'job',
          rows: done.map(({ id }) => ({ id, count: jobs === 'done-twice' ? 2 : 1 })),
          pending: isUnderWay ? stored.length : 0,
          forgotten: jobs === 'forgotten' ? 1 : 0,
          atLeastOnce: false,
        },
      ];
    },
  };
  const target: Target = {
    name: 'fake',
    environment: 'production',
    revision: 'r1',
    regions: ['east', 'west'],
    takeover: 'west',
    entrances: {},
    urls: [],
    ...fakeDrivers(inPlace),
    ...(wrong.withoutLinks === true ? {} : { links }),
    store: {
      readRows: async () => [...stored],
      primary: async () => ({ region: 'east', epoch: 1 }),
      awaitReplay: async () => {
        if (wrong.replicaBehind === true) throw new Error('it is at 0/1');
      },
    },
    ...(jobs === undefined ? {} : { effects }),
    failover: {
      subscribe(listener) {
        if (wrong.failover === true) {
          const line = { monotonicMs: 25_000, at: '', event: 'trigger', trigger: 'region_failure' } as const;
          listener(line);
        }
        return () => {};
      },
    },
    notifications: async () => [],
    measureCommitPrice: async (pairs) =>
      Array.from({ length: pairs }, (_, index) => ({ durableMs: 70 + (index % 3), localMs: 1 })),
    onUnexpectedExit: () => () => {},
  };
  const summary = { iterations: 1, droppedIterations: 0, maxVus: 1 };
  const generator = {
    lines,
    drops: [],
    poll: async () => {},
    exited: new Promise(() => {}),
    stop: async () => {
      hasLoad = false;
      if (wrong.loadStopThrows === true) throw new Error('cannot read what the generator wrote');
      // What was under way is answered before anybody reads finally.
      nowMs += tickMs;
      return { exitCode: 103, signal: null, lastLines: [], summary };
    },
  };
  await record({
    kind: 'run',
    run: 'r-1',
    experiment: 'fake',
    target: 'fake',
    environment: 'production',
    revision: 'r1',
    whatIf: {},
    machine: { system: '', cpuModel: '', cpus: 1, memoryMib: 1, node: '20' },
  });
  await runGameday({
    experiment,
    target: instead?.target ?? target,
    readOnly: instead?.readOnly ?? false,
    evidence: { record },
    clock,
    progress: { done: () => {}, live: () => {} },
    startLoad: async () => {
      hasLoad = true;
      return generator as unknown as Generator;
    },
    streams: [{ name: 'w', kind: 'write', url: '', perSecond: 10, virtualUsers: 1, body: {} }],
    writeHistory: async () => 'history.jsonl',
    lateMs: 1000,
    promisedDurationSeconds: 120,
    signal: interruption.signal,
  }).catch((error: AggregateError) => {
    log.push(`threw ${error.errors.map(({ message }: Error) => message).join(', ')}`);
  });
  return { evidence, log, isCut, hasLoad, endedMs: nowMs };
}

const cutName = ({ between, what }: LinkChoice) => what ?? between?.join('-');
