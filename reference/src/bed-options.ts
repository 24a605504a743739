import type { WhatIf, whatIfs } from '@attest/chaos';
import type { Platform } from '@attest/platform';
import type { OnStep } from './composition/start-log.js';
import type { VirtualCpuOptions } from './composition/workloads.js';
import type { MonitoringEndpoints, MonitoringFiles } from './monitoring/monitoring-files.js';

/** Paths of the programs that are not ours. */
export interface BedTools {
  readonly toxiproxy: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly node_exporter: string;
  /** `initdb` stands beside it. */
  readonly postgres: string;
}

/** What is wrong with the bed on purpose: every value of these what-ifs but the first, which is the design itself. */
export type Mutants = {
  readonly [K in Exclude<keyof WhatIf, 'replication' | 'clients'>]?: Wrong<(typeof whatIfs)[K]>;
};

type Wrong<Values extends readonly string[]> = Values extends readonly [string, ...infer Others]
  ? Others[number]
  : never;

export interface BedOptions {
  readonly platform: Platform;
  /** Id of the run; also names temporary directories and the ledger. */
  readonly run: string;
  /** Receives `logs/` and the failover controller's journal; stays. */
  readonly runDirectory: string;
  /** Where ledgers are kept, from which the next run learns what to clean up. */
  readonly stateDirectory: string;
  /** Receives databases and series; default: the system's. Removed at the end. */
  readonly tempDirectory?: string;
  /** `async`: the design as drawn, in which commits wait for nobody. */
  readonly replication: 'sync' | 'async';
  /** What is wrong on purpose, to see it found; nothing unless given. */
  readonly mutants?: Mutants;
  readonly tools: BedTools;
  /** Called once the vendors listen. */
  readonly monitoring: (endpoints: MonitoringEndpoints) => MonitoringFiles;
  /** Requests cost virtual CPU, by which the services scale as Kubernetes would; without it they stay at their minimum. */
  readonly virtualCpu?: VirtualCpuOptions;
  /** The label of all series; default `production`, whose design this is. */
  readonly environment?: string;
  /** What is deployed, as services report it; default `unknown`. */
  readonly revision?: string;
  /**
   * Others run beside it and are judged: until it is up, it leaves the processors to them, and from then on it has so many
   * shares of them, where others have theirs.
   */
  readonly besideWithShares?: number;
  readonly onStep?: OnStep;
  /** Ends the start, and removes what was started. */
  readonly signal?: AbortSignal;
}
