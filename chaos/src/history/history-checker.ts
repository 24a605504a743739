import { type HistoryAnswer, historyAnswer } from './history-answer.js';
import type { EpochEvent, HistoryEvent, InvokeEvent, OkEvent, ReadEvent } from './history-event.js';
import { judgeReads, type ObservedRead } from './judge-reads.js';
import { parseEvent } from './parse-event.js';
import { Primaries } from './primaries.js';
import { type FaultSurroundings, missingProof } from './proof-of-fault.js';
import { newWriteRecord, type WriteRecord } from './write-record.js';

export interface LineProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly problem: string;
}

export type HistoryOutcome =
  | { readonly answer: HistoryAnswer }
  /** Nothing can be judged: every line that cannot be read, or contradicts an earlier one. */
  | { readonly refused: readonly LineProblem[] };

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
  readonly #writes = new Map<string, WriteRecord>();
  readonly #acknowledged: WriteRecord[] = [];
  readonly #reads: ObservedRead[] = [];
  readonly #epochs: EpochEvent[] = [];
  readonly #faults: FaultSurroundings[] = [];
  readonly #newestOkByEpoch = new Map<number, number>();
  readonly #regionsByEpoch = new Map<number, Set<string>>();

  push(line: string): void {
    this.#lineNumber += 1;
    if (this.#notJson !== undefined) this.#problems.push(this.#notJson);
    this.#notJson = undefined;
    if (line.trim() === '') return;
    const parsed = parseEvent(line);
    if ('event' in parsed) {
      this.#accept(parsed.event);
    } else if (!parsed.isJson && line.trimStart().startsWith('{')) {
      this.#notJson = { line: this.#lineNumber, problem: parsed.problems.join('; ') };
    } else {
      for (const problem of parsed.problems) this.#refuse(problem);
      if (typeof parsed.partial.t === 'number') this.#keepTime(parsed.partial.t);
      if (parsed.partial.op === 'invoke' && typeof parsed.partial.id === 'string') {
        this.#write(parsed.partial.id).attempts += 1;
      }
    }
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
    judgeReads(this.#reads, this.#acknowledged, new Primaries(this.#epochs, this.#regionsByEpoch));
    const answer = historyAnswer(this.#writes.values(), [...this.#unprovable()], warnings);
    return { answer };
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
    else if (event.op === 'fail') this.#completedWrite(event.id);
    else if (event.op === 'info') {
      const write = this.#completedWrite(event.id);
      if (write !== undefined) write.hasInfo = true;
    } else if (event.op === 'read') this.#read(event);
    else if (event.op === 'epoch') this.#epochs.push(event);
    else this.#faults.push({ fault: event, writesInFlight: this.#open, lastOkT: this.#lastOkT });
  }

  #invoke({ t, id, hash }: InvokeEvent): void {
    const write = this.#write(id);
    if (write.hash === undefined) {
      write.hash = hash;
      if (write.shownHash !== undefined && write.shownHash !== hash) write.hasWrongHash = true;
    } else if (write.hash !== hash) {
      this.#refuse(`id "${id}" was invoked before with another hash; an id names one write`);
      return;
    }
    // Attempts cannot be told apart by their completions, so the oldest one open decides what may be acknowledged.
    if (write.open === 0) write.fenceEpoch = this.#newestEpoch(t)?.epoch ?? Number.NEGATIVE_INFINITY;
    write.attempts += 1;
    write.open += 1;
    this.#open += 1;
  }

  #ok({ t, id, epoch, region }: OkEvent): void {
    const write = this.#completedWrite(id);
    if (write === undefined) return;
    if (write.ackedT === undefined) {
      write.ackedT = t;
      this.#acknowledged.push(write);
    }
    if (epoch < write.fenceEpoch) write.acknowledgedByFencedEpoch = true;
    this.#lastOkT = t;
    this.#newestOkByEpoch.set(epoch, t);
    const regions = this.#regionsByEpoch.get(epoch);
    if (regions === undefined) this.#regionsByEpoch.set(epoch, new Set([region]));
    else regions.add(region);
  }

  #completedWrite(id: string): WriteRecord | undefined {
    const write = this.#writes.get(id);
    if (write === undefined || write.attempts === 0) {
      this.#refuse(`completes id "${id}", which was never invoked`);
      return undefined;
    }
    write.completions += 1;
    if (write.open > 0) {
      write.open -= 1;
      this.#open -= 1;
    }
    return write;
  }

  #read({ t, done = t, node, final = false, rows }: ReadEvent): void {
    const number = this.#reads.length;
    const shows: WriteRecord[] = [];
    for (const { id, hash, count } of rows) {
      const write = this.#write(id);
      if (count > 1 || write.shownByRead === number) write.hasDuplicateRows = true;
      write.shownByRead = number;
      write.shown = true;
      if (final) write.shownFinally = true;
      if (write.hash === undefined) write.shownHash ??= hash;
      if (hash !== (write.hash ?? write.shownHash)) write.hasWrongHash = true;
      shows.push(write);
    }
    this.#reads.push({ t, done, node, final, shows });
  }

  #write(id: string): WriteRecord {
    const known = this.#writes.get(id);
    if (known !== undefined) return known;
    const write = newWriteRecord(id);
    this.#writes.set(id, write);
    return write;
  }

  /** Of all epochs, or of those announced before `t`. */
  #newestEpoch(t = Number.POSITIVE_INFINITY): EpochEvent | undefined {
    let newest: EpochEvent | undefined;
    for (const line of this.#epochs) {
      if (line.t < t && (newest === undefined || line.epoch >= newest.epoch)) newest = line;
    }
    return newest;
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
