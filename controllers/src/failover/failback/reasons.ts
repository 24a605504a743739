/** Why a failback was not begun, or not gone on with, and what a person does about it. */
export const failbackRefusals = {
  'nothing-to-fail-back':
    'The primary is where the catalog has it, or a failover has not ended. attest failover status says which.',
  'old-primary-unreachable':
    'Start the old primary’s server, or remove its data and seed it by hand, then start the failback again.',
  'current-primary-unreachable':
    'Bring back the current primary first: nothing can be seeded from it. If it is lost, that is another failover.',
  'current-is-no-primary':
    'Find out who is primary: the server that the journal names is a standby. Nothing was changed.',
  'old-primary-epoch-not-older':
    'The old primary has an epoch that is not older than the current primary’s: somebody made it primary again, and it may have acknowledged writes ' +
    'that nobody else has. Compare the two (control.epoch) and rescue what is there before anything is seeded.',
  'old-primary-promoted-again':
    'The old primary is on a timeline that is not older than the current primary’s: it was promoted after the failover. Rescue what it has ' +
    'acknowledged before anything is seeded.',
  'old-primary-has-unreplicated-writes':
    'With asynchronous replication the old primary may have acknowledged writes that the failover lost; seeding destroys the last copy. Rescue them ' +
    '(pg_waldump from the position named), then start the failback with --discard-unreplicated.',
  'fork-unknown':
    'The journal does not say where the timelines part, so it is not known what only the old primary has. Compare the two by hand, then start the ' +
    'failback with --discard-unreplicated.',
  'standby-ahead-of-primary':
    'A standby has more than its primary: one of them is not what the journal takes it for. Find out which before anything is seeded.',
  'no-seeder':
    'Name the command that seeds a standby (targets.….failover.seed), or seed the old primary by hand, then start the failback again.',
} as const;

export type FailbackRefusal = keyof typeof failbackRefusals;

export const failbackFailures = {
  'seed-failed':
    'The old primary is not a standby yet; the current primary goes on as before. Read what the command said, then start the failback again.',
  'seed-not-trusted':
    'After it was seeded the old primary is not a standby of the current primary’s timeline and epoch. Seed it by hand, then start the failback again.',
  'not-following':
    'The old primary does not follow the current one. Look at its log, then start the failback again: it is seeded already.',
  'not-synchronous':
    'The current primary did not take the old one as a synchronous standby. Look at its log, then start the failback again.',
  'not-caught-up':
    'The old primary does not catch up. Look at the link and at replication_lag_bytes; start the failback again when it is near.',
  'switchover-refused':
    'The current primary goes on as before. The journal names the reason; remove it, then start the failback again.',
  'switchover-failed':
    'The journal names the reason, and whether the old primary was promoted; attest failover status says who is primary.',
} as const;

export type FailbackFailure = keyof typeof failbackFailures;

export const failbackGuidance: Readonly<Record<FailbackRefusal | FailbackFailure, string>> = {
  ...failbackRefusals,
  ...failbackFailures,
};
