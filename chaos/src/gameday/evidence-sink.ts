import type { EvidenceBody } from '@attest/evidence';

/** Where a run writes what it sees; resolves when the line is kept. */
export interface EvidenceSink {
  /** `t` (ms since the run's start) is when it happened, now unless given. */
  record(body: EvidenceBody, when?: { t?: number; flush?: boolean }): Promise<unknown>;
}
