import type { Register } from '../context.js';
import { capacityCommand } from './capacity.js';
import { claimsCommand } from './claims.js';
import { doctorCommand } from './doctor.js';
import { explainCommand } from './explain.js';
import { gamedayCommand } from './gameday.js';
import { generateCommand } from './generate.js';
import { initCommand } from './init.js';
import { lintCommand } from './lint.js';
import { replayCommand } from './replay.js';
import { reportCommand } from './report.js';
import { upCommand } from './up.js';

export type CommandName =
  | 'doctor'
  | 'lint'
  | 'claims'
  | 'generate'
  | 'init'
  | 'up'
  | 'gameday'
  | 'capacity'
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
  gameday: gamedayCommand,
  capacity: capacityCommand,
  replay: replayCommand,
  explain: explainCommand,
  report: reportCommand,
} as const satisfies Record<CommandName, Register>;
