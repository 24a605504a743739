import type { ReceivedNotification } from '@attest/chaos';
import type { Received } from '../vendors/config.js';

/** Who sent it, in the words of a run; what vendors were told may be long, or anything. */
const senders: readonly (readonly [RegExp, string])[] = [
  [/failover-controller/i, 'controller'],
  [/rollout-controller/i, 'rollout'],
  [/alertmanager/i, 'alertmanager'],
];

/** What the vendors' mailbox holds, without the work that customers caused (predictions). */
export function asNotifications(received: readonly Received[]): ReceivedNotification[] {
  return received.flatMap(({ channel, monotonicMs, summary, dedupKey, sender }) => {
    if (channel === 'replicate') return [];
    const known = senders.find(([pattern]) => pattern.test(sender ?? ''))?.[1];
    return [
      {
        channel,
        receivedMonotonicMs: monotonicMs,
        summary,
        ...(dedupKey === undefined ? {} : { dedupKey }),
        ...(known === undefined ? {} : { sender: known }),
      },
    ];
  });
}
