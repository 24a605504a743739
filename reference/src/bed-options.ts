import type { Platform } from '@attest/platform';
import type { OnStep } from './composition/start-log.js';
import type { VirtualCpuOptions } from './composition/workloads.js';
import type { MonitoringEndpoints, MonitoringFiles } from './monitoring/monitoring-files.js';
import type { AnswerMutant } from './mutants/mutant-answers.js';
import type { MigrationName } from './rollout/migration.js';
import type { SwitchMutant } from './rollout/switch-mutant.js';

/** Paths of the programs that are not ours. */
export interface BedTools {
  readonly toxiproxy: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly node_exporter: string;
  /** `initdb` stands beside it. */
  readonly postgres: string;
}

export interface Mutants {
  readonly commit?: 'local' | 'cancelled';
  readonly answers?: AnswerMutant;
  readonly switching?: SwitchMutant;
  /** How a release that changes its tables does so; `compatible` unless given. */
  readonly migration?: MigrationName;
}

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
  /** What is wrong with the services on purpose, to see it found; nothing unless given. */
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
  readonly onStep?: OnStep;
  /** Ends the start, and removes what was started. */
  readonly signal?: AbortSignal;
}
