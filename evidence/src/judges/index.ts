import { dataLoss } from './data-loss.js';
import { detectionTime } from './detection-time.js';
import { duration } from './duration.js';
import type { ClaimJudge } from './finding.js';
import { notification } from './notification.js';
import { steps } from './steps.js';

/** Every claim that a game day can judge. */
export const judges = {
  'failover.detection-time': detectionTime,
  'failover.duration': duration,
  'failover.data-loss': dataLoss,
  'failover.steps': steps,
  'failover.notification': notification,
} as const satisfies Readonly<Record<string, ClaimJudge>>;

export type JudgeableClaim = keyof typeof judges;

export const isJudgeable = (id: string): id is JudgeableClaim => Object.hasOwn(judges, id);
