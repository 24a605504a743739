import type { DatabasePosition } from './ports.js';
import type { SharedAction } from './shared-actions.js';

/** What the state machine asks the runner to do; all of them idempotent. */
export type Action =
  | { kind: 'scale'; region: string; service: string; replicas: number }
  | { kind: 'takeover-ready'; region: string }
  | { kind: 'freeze'; region: string }
  | { kind: 'catch-up'; region: string; upstream: string; lsn: string; timelineId: number }
  | { kind: 'read-dns'; record: string }
  | { kind: 'point-dns'; record: string; region: string }
  | { kind: 'fence'; region: string }
  | { kind: 'hold-writes'; region: string }
  | { kind: 'promote'; region: string }
  | { kind: 'inspect'; region: string }
  | { kind: 'write-epoch'; region: string; epoch: number }
  | { kind: 'release-writes'; region: string }
  | { kind: 'confirm-edge'; service: string; region: string }
  | SharedAction;

export type ActionKind = Action['kind'];

/** What an action answers, where it answers anything. */
export type ActionValue = DatabasePosition | string | undefined;

export type ActionOutcome =
  | { ok: true; value: ActionValue }
  /** `final`: another attempt would fail as well, for example because a permission is missing. */
  | { ok: false; timedOut: boolean; message: string; final?: boolean };

export interface ActionLimits {
  /** Deadline of one attempt. */
  deadlineSeconds: number;
  attempts: number;
  /** Pause before the second attempt; twice as long before the third. */
  backoffSeconds: number;
  /** Where the failover has been quick so far, an attempt may last until so long after its first failed probe. */
  untilSeconds?: number;
}

/**
 * Chosen so that a failover in which every action needs its last attempt still ends within the two minutes that the
 * architecture promises (a test adds them up); typical durations on the reference platform are a tenth of these.
 */
export const actionLimits = {
  scale: { deadlineSeconds: 3, attempts: 2, backoffSeconds: 0.5 },
  'takeover-ready': { deadlineSeconds: 3, attempts: 2, backoffSeconds: 0.5 },
  freeze: { deadlineSeconds: 4, attempts: 2, backoffSeconds: 0.5 },
  'catch-up': { deadlineSeconds: 15, attempts: 1, backoffSeconds: 0 },
  'read-dns': { deadlineSeconds: 2, attempts: 2, backoffSeconds: 0.5 },
  'point-dns': { deadlineSeconds: 3, attempts: 2, backoffSeconds: 0.5 },
  // One short attempt: usually the old primary is gone, and then the frozen standbys are what fences it.
  fence: { deadlineSeconds: 2, attempts: 1, backoffSeconds: 0 },
  'set-synchronous-standbys': { deadlineSeconds: 3, attempts: 2, backoffSeconds: 0.5 },
  'hold-writes': { deadlineSeconds: 3, attempts: 2, backoffSeconds: 0.5 },
  promote: { deadlineSeconds: 8, attempts: 2, backoffSeconds: 0.5 },
  inspect: { deadlineSeconds: 3, attempts: 3, backoffSeconds: 0.5 },
  follow: { deadlineSeconds: 3, attempts: 2, backoffSeconds: 0.5 },
  'write-epoch': { deadlineSeconds: 12, attempts: 1, backoffSeconds: 0 },
  'release-writes': { deadlineSeconds: 3, attempts: 2, backoffSeconds: 0.5 },
  // Only looks, while resolvers may go on with old answers for several times to live (RFC 8767). People hear of the failover after it.
  'confirm-edge': { deadlineSeconds: 15, attempts: 1, backoffSeconds: 0, untilSeconds: 60 },
  notify: { deadlineSeconds: 5, attempts: 3, backoffSeconds: 1 },
} as const satisfies Record<ActionKind, ActionLimits>;

/** Names an action in the journal and, within a stage, identifies it. */
export function actionKey(action: Action): string {
  switch (action.kind) {
    case 'read-dns':
    case 'point-dns':
      return `${action.kind}:${action.record}`;
    case 'scale':
      return `${action.kind}:${action.region}/${action.service}`;
    case 'confirm-edge':
      return `${action.kind}:${action.service}`;
    case 'notify':
      return `${action.kind}:${action.channel}`;
    default:
      return `${action.kind}:${action.region}`;
  }
}
