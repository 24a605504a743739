/** `programs/dns.js`; reports the ports `dns` and `resolver` (UDP), `admin` (HTTP) and `metrics`. */
export interface DnsConfig {
  readonly environment: string;
  readonly revision: string;
  /** Only names of this zone are answered, e.g. `attest.test`. */
  readonly zone: string;
  readonly records: readonly InitialRecord[];
}

export interface InitialRecord {
  readonly name: string;
  /** Canonical name that it points to. */
  readonly target: string;
  readonly ttlSeconds: number;
}

/** As `PUT /records/<name>` and `GET /records` (`{ serial, records: ZoneRecord[] }`) answer it. */
export interface ZoneRecord extends InitialRecord {
  /** Grows by one with every change of the zone. */
  readonly serial: number;
  /** Answered from then on. */
  readonly changedAt: string;
  readonly changedMonotonicMs: number;
}
