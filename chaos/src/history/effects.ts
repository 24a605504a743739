import { Acknowledged } from './acknowledged.js';
import type { Acknowledgements } from './judge-reads.js';
import type { Writes } from './writes.js';

/** What is told of one kind of effect, all counts in writes. */
export interface EffectCounts {
  /** Acknowledged writes that promise it. */
  readonly promised: number;
  /** Promised, acknowledged and missing from a final line of this kind. */
  readonly missing: number;
  readonly duplicate: number;
  /** Took place although the write failed, or was never made. */
  readonly unfounded: number;
}

interface ObservedEffects {
  readonly t: number;
  readonly final: boolean;
  readonly shows: Uint32Array;
}

interface Kind {
  readonly promisedBy: Set<number>;
  readonly repeated: Set<number>;
  /** Of those, the ones that could have been kept from being repeated. */
  readonly wronglyRepeated: Set<number>;
  readonly shown: Set<number>;
  readonly lines: ObservedEffects[];
}

/** What acknowledged writes bring about elsewhere: jobs done, webhooks received, charges made, images generated. */
export class Effects {
  readonly #kinds = new Map<string, Kind>();

  promise(write: number, kinds: readonly string[]): void {
    for (const kind of kinds) this.#kind(kind).promisedBy.add(write);
  }

  /** @param rows the writes that the line shows, each as often as it does */
  observe(
    name: string,
    { t, final, atLeastOnce }: { t: number; final: boolean; atLeastOnce: boolean },
    rows: readonly { write: number; count: number }[],
  ): void {
    const { repeated, wronglyRepeated, shown, lines } = this.#kind(name);
    const inThisLine = new Set<number>();
    for (const { write, count } of rows) {
      if (count > 1 || inThisLine.has(write)) {
        repeated.add(write);
        if (!atLeastOnce) wronglyRepeated.add(write);
      }
      inThisLine.add(write);
      shown.add(write);
    }
    lines.push({ t, final, shows: Uint32Array.from(inThisLine) });
  }

  /** Marks the writes whose effects are missing, repeated or unfounded. */
  judge(acknowledged: Acknowledgements, writes: Writes): Record<string, EffectCounts> {
    const counts: Record<string, EffectCounts> = {};
    for (const [name, kind] of this.#kinds) {
      const owed = promisedOnes(acknowledged, kind);
      const missing = takeMissing(owed, kind.lines);
      const unfounded = [...kind.shown].filter((write) => isUnfounded(writes, write));
      for (const write of missing) writes.mark(write, 'lacksEffect');
      for (const write of kind.wronglyRepeated) writes.mark(write, 'hasRepeatedEffect');
      for (const write of unfounded) writes.mark(write, 'hasUnfoundedEffect');
      counts[name] = {
        promised: owed.writes.length,
        missing: missing.length,
        duplicate: kind.repeated.size,
        unfounded: unfounded.length,
      };
    }
    return counts;
  }

  /** Kinds of which nobody looked finally, after the last acknowledgement that promises them. */
  unsettled(acknowledged: Acknowledgements): string[] {
    return [...this.#kinds].flatMap(([name, kind]) => {
      const last = promisedOnes(acknowledged, kind).ackedT.at(-1);
      const isSettled = last === undefined || kind.lines.some(({ final, t }) => final && t > last);
      return isSettled ? [] : [name];
    });
  }

  #kind(name: string): Kind {
    let kind = this.#kinds.get(name);
    if (kind === undefined) {
      kind = {
        promisedBy: new Set(),
        repeated: new Set(),
        wronglyRepeated: new Set(),
        shown: new Set(),
        lines: [],
      };
      this.#kinds.set(name, kind);
    }
    return kind;
  }
}

function promisedOnes({ writes, ackedT }: Acknowledgements, { promisedBy }: Kind): Acknowledgements {
  const places = [...writes.keys()].filter((place) => promisedBy.has(writes[place] as number));
  return {
    writes: places.map((place) => writes[place] as number),
    ackedT: places.map((place) => ackedT[place] as number),
  };
}

function takeMissing({ writes, ackedT }: Acknowledgements, lines: readonly ObservedEffects[]): number[] {
  const owed = new Acknowledged(writes, ackedT);
  return lines
    .filter(({ final }) => final)
    .flatMap(({ t, shows }) => {
      const shown = new Set(shows);
      return owed.takeMissing(t, (write) => shown.has(write));
    });
}

function isUnfounded(writes: Writes, write: number): boolean {
  const outcome = writes.outcomeOf(write);
  return outcome === 'failed' || outcome === 'never invoked';
}
