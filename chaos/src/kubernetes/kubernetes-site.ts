import type { ClusterClient } from '@attest/controllers/failover-adapters';
import type { Platform } from '@attest/platform';
import type { UndoJournal } from './undo-journal.js';

/** Where the services of a region run, and how anybody outside sees whether they serve. */
export interface KubernetesRegion {
  readonly client: ClusterClient;
  readonly namespace: string;
  /** By service, a URL that answers 2xx while it is ready there. */
  readonly probes: Readonly<Record<string, string>>;
}

/** What all drivers of a target share. */
export interface KubernetesSite {
  readonly platform: Platform;
  readonly run: string;
  readonly regions: Readonly<Record<string, KubernetesRegion>>;
  readonly journal: UndoJournal;
  /** How long Chaos Mesh lets a fault stand, should nobody take it away. */
  readonly longestSeconds: number;
  readonly clock: SiteClock;
  /** Asks a URL; `undefined` when there was no answer in time. */
  readonly probe: (url: string) => Promise<ProbeAnswer>;
}

export interface SiteClock {
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
}

export interface ProbeAnswer {
  /** `undefined`: no answer. */
  readonly status: number | undefined;
  readonly tookMs: number;
}

export const answersWell = ({ status }: ProbeAnswer): boolean =>
  status !== undefined && status >= 200 && status < 300;

export const describeAnswer = ({ status, tookMs }: ProbeAnswer): string =>
  status === undefined
    ? `no answer within ${Math.round(tookMs)} ms`
    : `${status} after ${Math.round(tookMs)} ms`;
