import type { Register } from '../context.js';
import { canaryCommand } from './canary.js';
import { capacityCommand } from './capacity.js';
import { capacityPlanCommand } from './capacity-plan.js';
import { claimsCommand } from './claims.js';
import { dashboardsCommand } from './dashboards.js';
import { doctorCommand } from './doctor.js';
import { explainCommand } from './explain.js';
import { failoverCommand } from './failover.js';
import { gamedayCommand } from './gameday.js';
import { generateCommand } from './generate.js';
import { initCommand } from './init.js';
import { keepClustersCommand } from './keep-clusters.js';
import { lintCommand } from './lint.js';
import { replayCommand } from './replay.js';
import { reportCommand } from './report.js';
import { runBesideCommand } from './run-beside.js';
import { runbookCommand } from './runbook.js';
import { upCommand } from './up.js';

export type CommandName =
  | 'doctor'
  | 'lint'
  | 'claims'
  | 'generate'
  | 'init'
  | 'up'
  | 'dashboards'
  | 'runbook'
  | 'gameday'
  | 'keep-clusters'
  | 'run-beside'
  | 'canary'
  | 'capacity'
  | 'capacity-plan'
  | 'failover'
  | 'replay'
  | 'explain'
  | 'report';

/** Every command, in the order of the help. */
export const commands = {
  doctor: doctorCommand,
  lint: lintCommand,
  claims: claimsCommand,
  generate: generateCommand,
  init: initCommand,
  up: upCommand,
  dashboards: dashboardsCommand,
  runbook: runbookCommand,
  gameday: gamedayCommand,
  // Both started by a game day, and by nobody else.
  'keep-clusters': keepClustersCommand,
  'run-beside': runBesideCommand,
  canary: canaryCommand,
  capacity: capacityCommand,
  // A subcommand of `capacity`, so after it.
  'capacity-plan': capacityPlanCommand,
  failover: failoverCommand,
  replay: replayCommand,
  explain: explainCommand,
  report: reportCommand,
} as const satisfies Record<CommandName, Register>;
