import type { AlertKind } from '@attest/alerts';
import type { WriteRunbook } from '../runbook.js';
import { alertingKinds } from './alerting.js';
import { costKinds } from './cost.js';
import { databaseKinds } from './database.js';
import { failoverKinds } from './failover.js';
import { gpuKinds } from './gpu.js';
import { keepingKinds } from './keeping.js';
import { queueKinds } from './queues.js';
import { requestKinds } from './requests.js';
import { rolloutKinds } from './rollouts.js';
import { telemetryKinds } from './telemetry.js';

/** A runbook for every kind of alert: a new kind does not compile until somebody has written what to do. */
export const alertRunbooks = {
  ...requestKinds,
  ...queueKinds,
  ...gpuKinds,
  ...databaseKinds,
  ...failoverKinds,
  ...rolloutKinds,
  ...keepingKinds,
  ...costKinds,
  ...telemetryKinds,
  ...alertingKinds,
} as const satisfies Record<AlertKind, WriteRunbook>;
