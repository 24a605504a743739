import { bucketClients, type ClientsSecond } from '@attest/evidence';
import {
  type ClientLine,
  type ClockExchange,
  clientSamples,
  clockOffset,
  type Generator,
  LoadError,
} from '@attest/loadtests';
import { type RunClock, sinceStart } from './run-clock.js';

/** What clients have lived through so far, second by second, on the run's clock. */
export class LoadWatch {
  constructor(
    readonly generator: Generator,
    private readonly clock: RunClock,
    private readonly lateMs: number,
  ) {}

  /** The whole seconds from `fromMonotonicMs` until now, as far as they can be judged; none while k6's clock is not known. */
  async secondsSince(fromMonotonicMs: number): Promise<readonly ClientsSecond[]> {
    await this.generator.poll();
    return this.secondsBetween(fromMonotonicMs, this.clock.monotonicMs() - this.lateMs);
  }

  /** What was sent after `endMonotonicMs` is not judged. */
  secondsBetween(fromMonotonicMs: number, endMonotonicMs: number): readonly ClientsSecond[] {
    const offset = this.offset();
    if (offset === undefined) return [];
    const shift = offset.offsetMs - this.clock.originMonotonicMs;
    // From the beginning of a second, or the first one would seem thin.
    const fromT = Math.floor((fromMonotonicMs - this.clock.originMonotonicMs) / 1000) * 1000 - shift;
    const endT = endMonotonicMs - offset.offsetMs;
    // An answer after the end is none: when k6 is told to stop it cancels what is under way, and says so.
    const lines = this.generator.lines.filter(
      (line) => line.t >= fromT && (line.op === 'invoke' || line.t <= endT),
    );
    const begun = new Set(lines.flatMap((line) => (line.op === 'invoke' ? [line.id] : [])));
    const whole = lines.filter((line) => !isCompletion(line) || begun.has(line.id));
    const samples = clientSamples(whole, { endT, lateMs: this.lateMs }).map((sample) => ({
      ...sample,
      t: sample.t + shift,
    }));
    return bucketClients(samples, {
      lateMs: this.lateMs,
      untilMs: sinceStart(this.clock, endMonotonicMs),
      drops: this.#drops(),
    });
  }

  /** Writes whose invocation was seen and whose completion was not, at a moment of the past. */
  writesInFlightAt(monotonicMs: number): number {
    const offset = this.offset();
    if (offset === undefined) return 0;
    const at = monotonicMs - offset.offsetMs;
    const open = new Set<string>();
    for (const line of this.generator.lines) if (line.op === 'invoke' && line.t <= at) open.add(line.id);
    for (const line of this.generator.lines) if (isCompletion(line) && line.t <= at) open.delete(line.id);
    return open.size;
  }

  offset() {
    try {
      return clockOffset(this.generator.lines.filter((line): line is ClockExchange => line.op === 'clock'));
    } catch (error) {
      if (error instanceof LoadError) return undefined;
      throw error;
    }
  }

  /** Dropped iterations between two answers of k6 are put where the second answer is: it is not known more exactly. */
  #drops(): { t: number; count: number }[] {
    let before = 0;
    return this.generator.drops.flatMap(({ monotonicMs, total }) => {
      const count = total - before;
      before = total;
      return count > 0 ? [{ t: sinceStart(this.clock, monotonicMs), count }] : [];
    });
  }
}

function isCompletion(line: ClientLine): line is ClientLine & { id: string } {
  return line.op === 'ok' || line.op === 'fail' || line.op === 'info';
}
