import type { InitialRecord, ZoneRecord } from './config.js';

export interface ZoneClock {
  monotonicMs(): number;
  isoTime(): string;
}

/** The records of one zone. Every change has a serial, as in a zone's SOA record (RFC 1035, section 3.3.13). */
export class Zone {
  readonly #records = new Map<string, ZoneRecord>();
  #serial = 0;

  constructor(
    readonly name: string,
    initial: readonly InitialRecord[],
    private readonly clock: ZoneClock,
  ) {
    for (const record of initial) this.set(record);
  }

  get serial(): number {
    return this.#serial;
  }

  get records(): readonly ZoneRecord[] {
    return [...this.#records.values()];
  }

  /** Names are compared without regard to case (RFC 4343). */
  find(name: string): ZoneRecord | undefined {
    return this.#records.get(name.toLowerCase());
  }

  /** Answered from now on. @throws RangeError when the record cannot stand in this zone */
  set(record: InitialRecord): ZoneRecord {
    const problem = this.#problem(record);
    if (problem !== undefined) throw new RangeError(problem);
    this.#serial += 1;
    const stored: ZoneRecord = {
      name: record.name.toLowerCase(),
      target: record.target.toLowerCase(),
      ttlSeconds: record.ttlSeconds,
      serial: this.#serial,
      changedAt: this.clock.isoTime(),
      changedMonotonicMs: this.clock.monotonicMs(),
    };
    this.#records.set(stored.name, stored);
    return stored;
  }

  #problem({ name, target, ttlSeconds }: InitialRecord): string | undefined {
    if (!isHostName(name) || !name.toLowerCase().endsWith(`.${this.name}`))
      return `'${name}' is not a name of the zone ${this.name}`;
    if (!isHostName(target)) return `'${target}' is not a host name`;
    if (name.toLowerCase() === target.toLowerCase()) return `'${name}' would point to itself`;
    if (!Number.isInteger(ttlSeconds) || ttlSeconds < 0)
      return `ttlSeconds ${ttlSeconds} is not a whole number >= 0`;
    return undefined;
  }
}

/** RFC 1123, section 2.1. */
function isHostName(name: string): boolean {
  return name.length <= 253 && /^(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+$/i.test(name);
}
