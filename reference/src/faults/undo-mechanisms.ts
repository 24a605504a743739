import type { FaultName } from '@attest/chaos';

/** What is done to the bed so that a fault is gone. */
export const undoMechanisms = {
  'proxy-rule': 'rules are taken out of the proxies that links consist of',
  continuation: 'processes that were halted are continued',
  start: 'processes that were killed are started again, by the bed or by their supervisor',
  instruction: 'a supervisor, a service, the vendors or the resolver are told to do as usual',
  statement: 'a database is told in SQL to be as before',
  session: 'sessions that the run holds open in a database are ended',
  'own-work': 'what the run itself does again and again is ended',
  'process-limit': 'a limit of processes is lifted',
  withdrawal: 'a new revision is withdrawn',
} as const;

export type UndoMechanism = keyof typeof undoMechanisms;

const release = ['withdrawal'] as const;

/**
 * How each fault is undone; of several the first takes its effect away. Should the run be killed, nobody does any of it: the
 * keeper ends all processes instead, whatever state a fault has left them in, which a proof shows for each mechanism.
 */
export const undoneBy = {
  'region-loss': ['start', 'proxy-rule'],
  'database-kill': ['start'],
  'database-pause': ['continuation'],
  'database-unreachable': ['proxy-rule'],
  'disk-full': ['process-limit', 'start'],
  'slow-disk': ['statement'],
  'instance-kill': ['start'],
  'instance-pause': ['continuation'],
  'crash-loop': ['own-work', 'start'],
  'slow-start': ['instruction', 'start'],
  'bad-configuration': ['instruction', 'start'],
  'node-drain': ['instruction', 'start'],
  'secret-rotation': ['statement', 'instruction'],
  'clock-skew': ['instruction'],
  partition: ['proxy-rule'],
  'flapping-partition': ['own-work', 'proxy-rule'],
  'replica-lag': ['statement'],
  latency: ['proxy-rule'],
  'stale-dns-in-failover': ['start', 'instruction'],
  'slow-dns': ['instruction'],
  'connection-exhaustion': ['session', 'statement'],
  'long-lock': ['session'],
  'replicate-outage': ['instruction'],
  'replicate-hang': ['proxy-rule'],
  'replicate-slow': ['instruction'],
  'replicate-rate-limit': ['instruction'],
  'webhook-outage': ['proxy-rule'],
  'webhook-loss': ['instruction'],
  'webhook-duplicate': ['instruction'],
  'alerting-outage-in-failover': ['start', 'continuation'],
  'pager-outage-in-failover': ['start', 'instruction'],
  'one-way-partition': ['proxy-rule'],
  'deaf-primary': ['proxy-rule'],
  'bystander-partition': ['proxy-rule'],
  'isolated-primary': ['proxy-rule'],
  'narrow-link': ['proxy-rule'],
  'connection-resets': ['own-work', 'proxy-rule'],
  'error-injection': ['instruction'],
  'slow-responses': ['instruction'],
  'webhook-late': ['instruction'],
  'ably-outage': ['proxy-rule'],
  'traffic-spike': ['own-work'],
  'retry-storm': ['own-work'],
  'good-release': release,
  'release-with-errors': release,
  'slow-release': release,
  'late-release': release,
  'release-with-cpu-leak': release,
  'migrating-release': release,
  'migrating-release-with-errors': release,
  'blue-green-switch': release,
} as const satisfies Readonly<Record<FaultName, readonly UndoMechanism[]>>;

/** Faults of which nobody has said how they are undone. */
export const undoneByNobody = (names: readonly string[]): string[] =>
  names.filter(
    (name) => ((undoneBy as Readonly<Record<string, readonly string[]>>)[name] ?? []).length === 0,
  );
