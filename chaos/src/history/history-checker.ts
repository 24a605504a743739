import { constants } from 'node:buffer';
import { Effects } from './effects.js';
import { type HistoryAnswer, historyAnswer } from './history-answer.js';
import type {
  EffectsEvent,
  EpochEvent,
  HistoryEvent,
  HistoryRow,
  InvokeEvent,
  OkEvent,
  ReadEvent,
} from './history-event.js';
import { judgeReads, type ObservedRead } from './judge-reads.js';
import { isEffectRow, isRow, parseEvent } from './parse-event.js';
import { plainOk } from './plain-ok.js';
import { Primaries } from './primaries.js';
import { type FaultSurroundings, missingProof } from './proof-of-fault.js';
import { takeApart } from './read-rows.js';
import { WalOracle } from './wal/oracle.js';
import { Writes } from './writes.js';

export interface LineProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

export type HistoryOutcome =
  | { readonly answer: HistoryAnswer }
  /** Nothing can be judged: every line that cannot be read, or contradicts an earlier one. */
  | { readonly refused: readonly LineProblem[] };

/** Some editors begin a file with it (RFC 8259, section 8.1, lets parsers ignore it). */
const byteOrderMark = '\ufeff';

/**
 * Judges whether a platform kept every write that it acknowledged. Lines are pushed in order, without their line
 * breaks; the last one pushed is what follows the last line break, so a file that ends properly ends with an empty one,
 * and anything else there may be torn. Time and memory grow linearly with the history.
 */
export class HistoryChecker {
  #lineNumber = 0;
  #newestT = Number.NEGATIVE_INFINITY;
  #lastOkT: number | undefined;
  #open = 0;
  /** A line that is not JSON: torn if it turns out to be the last one. */
  #notJson: LineProblem | undefined;
  readonly #problems: LineProblem[] = [];
  /** Ids of invocations that were refused: their completions are not to blame. */
  readonly #badlyInvoked = new Set<string>();
  readonly #writes = new Writes();
  readonly #effects = new Effects();
  readonly #wal = new WalOracle();
  readonly #acknowledged: { writes: number[]; ackedT: number[] } = { writes: [], ackedT: [] };
  readonly #reads: ObservedRead[] = [];
  readonly #epochs: EpochEvent[] = [];
  /** The newest of the epoch lines that `#epochBefore` has looked at, and how many these are. */
  #fence = Number.NEGATIVE_INFINITY;
  #fencing = 0;
  readonly #faults: FaultSurroundings[] = [];
  readonly #newestOkByEpoch = new Map<number, number>();
  readonly #regionsByEpoch = new Map<number, Set<string>>();

  push(pushed: string): void {
    this.#lineNumber += 1;
    const line = this.#lineNumber === 1 && pushed.startsWith(byteOrderMark) ? pushed.slice(1) : pushed;
    if (this.#notJson !== undefined) this.#problems.push(this.#notJson);
    this.#notJson = undefined;
    const acknowledged = plainOk(line);
    if (acknowledged !== undefined) {
      this.#accept(acknowledged);
      return;
    }
    if (line.trim() === '' || this.#acceptInPieces(line)) return;
    const parsed = parseEvent(line);
    if ('event' in parsed) {
      this.#accept(parsed.event);
    } else if (!parsed.isJson && line.trimStart().startsWith('{')) {
      this.#notJson = { line: this.#lineNumber, problem: parsed.problems.join('; ') };
    } else {
      for (const problem of parsed.problems) this.#refuse(problem);
      // A time that is none (`1e999` is read as endless) would accuse every line after it.
      if (Number.isFinite(parsed.partial.t)) this.#keepTime(parsed.partial.t as number);
      if (parsed.partial.op === 'invoke' && typeof parsed.partial.id === 'string') {
        this.#badlyInvoked.add(parsed.partial.id);
      }
    }
  }

  /** For a line that no string can hold. */
  pushTooLong(): void {
    this.push('');
    this.#refuse(`is longer than ${constants.MAX_STRING_LENGTH} characters, more than can be read at once`);
  }

  /** For a history that was never text; its events count as lines. */
  pushEvent(event: HistoryEvent): void {
    this.#lineNumber += 1;
    this.#accept(event);
  }

  finish(): HistoryOutcome {
    if (this.#problems.length > 0) return { refused: byLine(this.#problems) };
    const warnings: LineProblem[] =
      this.#notJson === undefined
        ? []
        : [{ line: this.#notJson.line, problem: 'is torn and was left out; the recorder was cut off here' }];
    const primaries = new Primaries(this.#epochs, this.#regionsByEpoch);
    judgeReads(this.#reads, this.#acknowledged, primaries, this.#writes);
    const effects = this.#effects.judge(this.#acknowledged, this.#writes);
    const finallyRead = new Set(this.#reads.filter(({ final }) => final).map(({ node }) => node));
    const wal = this.#wal.judge(finallyRead, this.#writes);
    const unprovable = [...this.#unprovable()];
    return { answer: historyAnswer(this.#writes, { unprovable, warnings, effects, wal }) };
  }

  /** What keeps a history without violations from being `held`. */
  *#unprovable(): Generator<string> {
    const lastOkT = this.#lastOkT;
    if (lastOkT === undefined) {
      yield 'no write was acknowledged';
    } else {
      const node = this.#newestEpoch()?.region;
      const settled = this.#reads.some(
        (read) => read.final && read.t > lastOkT && (node === undefined || read.node === node),
      );
      if (!settled) {
        yield `there is no final read${node === undefined ? '' : ` of ${node}, the newest primary,`} after the last acknowledgement`;
      }
    }
    for (const kind of this.#effects.unsettled(this.#acknowledged)) {
      yield `nobody looked finally at the effects of kind ${kind} after the last acknowledgement that promises one`;
    }
    yield* missingProof(this.#faults, this.#epochs, (fromEpoch) => {
      let newest: number | undefined;
      for (const [epoch, t] of this.#newestOkByEpoch) {
        if (epoch >= fromEpoch && (newest === undefined || t > newest)) newest = t;
      }
      return newest;
    });
  }

  #accept(event: HistoryEvent): void {
    this.#keepTime(event.t);
    if (event.op === 'invoke') this.#invoke(event);
    else if (event.op === 'ok') this.#ok(event);
    else if (event.op === 'fail') this.#complete(event.id);
    else if (event.op === 'info') {
      const write = this.#complete(event.id);
      if (write !== undefined) this.#writes.mark(write, 'hasUnknownAttempt');
    } else if (event.op === 'read') this.#read(event);
    else if (event.op === 'wal') this.#wal.account(event);
    else if (event.op === 'effects') this.#observeEffects(event);
    else if (event.op === 'epoch') this.#epochs.push(event);
    else this.#faults.push({ fault: event, writesInFlight: this.#open, lastOkT: this.#lastOkT });
  }

  #invoke({ t, id, hash, effects = [] }: InvokeEvent): void {
    const write = this.#writes.findOrAdd(id);
    const known = this.#writes.hashOf(write);
    if (known !== undefined && known !== hash) {
      if (this.#writes.isInvoked(write)) {
        this.#refuse(`id "${id}" was invoked before with another hash; an id names one write`);
        return;
      }
      this.#writes.mark(write, 'hasWrongHash');
    }
    if (known !== hash) this.#writes.setHash(write, hash);
    this.#effects.promise(write, effects);
    this.#writes.open(write, this.#epochBefore(t));
    this.#open += 1;
  }

  #ok({ t, id, epoch, region, wal }: OkEvent): void {
    const write = this.#complete(id);
    if (write === undefined) return;
    if (!this.#writes.has(write, 'isAcknowledged')) {
      this.#writes.mark(write, 'isAcknowledged');
      this.#acknowledged.writes.push(write);
      this.#acknowledged.ackedT.push(t);
    }
    this.#wal.acknowledge(write, wal);
    if (epoch < this.#writes.fenceEpochOf(write)) this.#writes.mark(write, 'isAcknowledgedByFencedEpoch');
    this.#lastOkT = t;
    this.#newestOkByEpoch.set(epoch, t);
    const regions = this.#regionsByEpoch.get(epoch);
    if (regions === undefined) this.#regionsByEpoch.set(epoch, new Set([region]));
    else regions.add(region);
  }

  #complete(id: string): number | undefined {
    const write = this.#writes.find(id);
    if (write === undefined || !this.#writes.isInvoked(write)) {
      if (!this.#badlyInvoked.has(id)) this.#refuse(`completes id "${id}", which was never invoked`);
      return undefined;
    }
    if (this.#writes.complete(write)) this.#open -= 1;
    return write;
  }

  /** Whether the line was a long read whose rows could be taken out of it in pieces. */
  #acceptInPieces(line: string): boolean {
    const apart = takeApart(line);
    if (apart === undefined) return false;
    const parsed = parseEvent(apart.line);
    if (!('event' in parsed) || parsed.event.op !== 'read') return false;
    const { final = false } = parsed.event;
    const shows: number[] = [];
    const isWhole = apart.rowsTo({
      takeKnown: (text, start, end) => {
        const rowEnd = this.#writes.findByRow(text, start, end);
        if (rowEnd >= 0) this.#showWrite(this.#writes.lastFound, final, shows);
        return rowEnd;
      },
      take: (row) => {
        if (!isRow(row)) return false;
        this.#show(row, final, shows);
        return true;
      },
    });
    if (isWhole) {
      this.#keepTime(parsed.event.t);
      this.#keepRead(parsed.event, shows);
    } else {
      // The line is read again as a whole: what it has shown so far must not look shown twice then.
      for (const write of shows) this.#writes.showIn(-1, write);
    }
    return isWhole;
  }

  #read(event: ReadEvent): void {
    const bad = event.rows.findIndex((row) => !isRow(row));
    if (bad >= 0) {
      this.#refuse(`row ${bad} needs an id, a hash and a count of at least 1`);
      return;
    }
    const shows: number[] = [];
    for (const row of event.rows) this.#show(row, event.final ?? false, shows);
    this.#keepRead(event, shows);
  }

  #observeEffects({ t, kind, final = false, atLeastOnce = false, rows }: EffectsEvent): void {
    const bad = rows.findIndex((row) => !isEffectRow(row));
    if (bad >= 0) {
      this.#refuse(`row ${bad} needs an id and a count of at least 1`);
      return;
    }
    const observed = rows.map(({ id, count }) => ({ write: this.#writes.findOrAdd(id), count }));
    this.#effects.observe(kind, { t, final, atLeastOnce }, observed);
  }

  #keepRead({ t, done = t, node, final = false }: ReadEvent, shows: readonly number[]): void {
    this.#reads.push({ t, done, node, final, shows: new Uint32Array(shows) });
  }

  #show({ id, hash, count }: HistoryRow, final: boolean, shows: number[]): void {
    const writes = this.#writes;
    const write = writes.findOrAdd(id);
    if (count > 1) writes.mark(write, 'hasDuplicateRows');
    const known = writes.hashOf(write);
    if (known === undefined) writes.setHash(write, hash);
    else if (known !== hash) writes.mark(write, 'hasWrongHash');
    this.#showWrite(write, final, shows);
  }

  #showWrite(write: number, final: boolean, shows: number[]): void {
    const writes = this.#writes;
    const read = this.#reads.length;
    if (writes.isShownIn(read, write)) writes.mark(write, 'hasDuplicateRows');
    writes.showIn(read, write);
    writes.mark(write, 'isShown');
    if (final) writes.mark(write, 'isShownFinally');
    shows.push(write);
  }

  #newestEpoch(): EpochEvent | undefined {
    let newest: EpochEvent | undefined;
    for (const line of this.#epochs) {
      if (newest === undefined || line.epoch >= newest.epoch) newest = line;
    }
    return newest;
  }

  /** The newest epoch announced before `t`, which never goes back: each epoch line is looked at once. */
  #epochBefore(t: number): number {
    for (; this.#fencing < this.#epochs.length; this.#fencing += 1) {
      const line = this.#epochs[this.#fencing] as EpochEvent;
      if (line.t >= t) break;
      this.#fence = Math.max(this.#fence, line.epoch);
    }
    return this.#fence;
  }

  #keepTime(t: number): void {
    if (t < this.#newestT) this.#refuse(`"t" goes back from ${this.#newestT} to ${t}`);
    else this.#newestT = t;
  }

  #refuse(problem: string): void {
    this.#problems.push({ line: this.#lineNumber, problem });
  }
}

/** One entry a line, in order. */
function byLine(problems: readonly LineProblem[]): LineProblem[] {
  const lines = new Map<number, string[]>();
  for (const { line, problem } of problems) lines.set(line, [...(lines.get(line) ?? []), problem]);
  return [...lines].sort(([a], [b]) => a - b).map(([line, texts]) => ({ line, problem: texts.join('; ') }));
}
