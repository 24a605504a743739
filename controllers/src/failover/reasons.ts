/**
 * Why a failover was not started, refused, or failed, and what a person does about it. The codes are the `outcome` of the
 * journal's `refused` and `failed` lines.
 */
export const refusals = {
  isolated:
    'No region answers this controller, so it is most likely the controller that is cut off. Check its network before anything else; if all regions really are down, restoring one comes before any failover.',
  'not-a-takeover-region': 'Choose the region that the catalog marks as takeover.',
  'taken-over-before':
    'This region has taken over once already. Reseed the old primary and fail back first; both are steps of their own.',
  'trigger-not-enabled':
    'Enable the trigger in the catalog (failover.automatic, failover.manual) or use another.',
  'already-running': 'Wait for the failover that is running to end.',
  'nothing-to-retry':
    'Only a failover that failed after the promotion can be retried; start a new one instead.',
  'takeover-not-ready':
    'Bring the services of the takeover region to ready, then start the failover by hand.',
  'candidate-unreachable':
    'Make the database of the takeover region reachable for the controller, then start the failover by hand.',
  'too-few-standbys':
    'Bring back a standby that was not heard, or its disk: it may hold acknowledged writes that nobody else has. Then start the failover by hand.',
  'timelines-differ':
    'A standby is left over from an earlier failover. Reseed it from the current primary, then start the failover by hand.',
  'not-a-standby':
    'Find out who promoted it. If it is meant to be the primary, point DNS to it by hand and restart the controller with it as primary.',
  'asynchronous-replication':
    'Switch to synchronous replication (failover.replication), or accept the loss explicitly (acceptDataLoss) and start the failover by hand.',
  'catch-up-failed':
    'Let the takeover region’s database follow the most advanced standby until it has caught up, then start the failover by hand.',
} as const;

export type RefusalReason = keyof typeof refusals;

export const failures = {
  'dns-not-updated': 'DNS was put back. Repair the DNS provider’s access, then start the failover by hand.',
  'synchronous-standbys-not-set':
    'DNS was put back. The takeover database did not take its settings; look at its log, then start the failover by hand.',
  'writes-not-held':
    'DNS was put back. The takeover database did not take its settings; look at its log, then start the failover by hand.',
  'promotion-failed':
    'The takeover database is still a standby and DNS was put back. Look at its log, then start the failover by hand.',
  'promotion-unknown':
    'It is not known whether the takeover database was promoted, so nothing was undone. Ask it (select pg_is_in_recovery()): if false, retry; if true, put DNS back and start again.',
  'epoch-not-written':
    'The takeover database is promoted but refuses writes: a durable write did not get through. Attach a synchronous standby to it, then retry.',
  'writes-not-released':
    'The takeover database is promoted and has the new epoch, but still refuses writes. Reset default_transaction_read_only there, or retry.',
  'edge-not-confirmed':
    'The takeover database takes writes, but the edge was not seen to use the new region. Check the origin’s DNS record and the edge’s cache of it, then retry.',
} as const;

export type FailureReason = keyof typeof failures;

export const guidance: Readonly<Record<RefusalReason | FailureReason, string>> = { ...refusals, ...failures };
