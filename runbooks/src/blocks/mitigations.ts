import type { Platform } from '@attest/platform';
import type { Mitigation, RunbookContext } from '../runbook.js';
import { command, failoverState, rollBackCommands, sql, startFailover } from './commands.js';

/** Things to do that many runbooks offer. Smallest first in every runbook. */
export const rollBack = ({ platform, environment }: RunbookContext): Mitigation => ({
  what: 'Roll the release back',
  when: 'The trouble began with a release, or a new revision is worse than the old one. Roll back first and read its diff afterwards.',
  how: rollBackCommands(platform, environment),
  isReversible: true,
  blastRadius:
    'One service. Data is kept; a migration that is backward compatible, as all must be, needs no undo.',
  undo: 'Deploy the newer revision again.',
});

export const failOver = ({ platform }: Pick<RunbookContext, 'platform'>): Mitigation => ({
  what: `Fail over to ${platform.failover.takeover}`,
  when: 'One region is bad, the other is healthy, and neither a rollback nor a restart helped within five minutes.',
  how: [failoverState, startFailover('maintenance', 'on-call: the primary region is bad')],
  isReversible: false,
  blastRadius: `Everything of the primary region. Writes are refused for less than ${platform.failover.durationSeconds} s; none that was acknowledged is lost, or the controller refuses.`,
  undo: 'None in place: the old primary has to be seeded anew before it can take over again. See the runbook failover_completed.',
});

export const restartProcess = (service: string, environment: string): Mitigation => ({
  what: 'Replace the process that hangs or grows',
  when: 'One process is bad and its siblings are not.',
  how: [
    command(
      `kubectl -n ${environment} delete pod "$POD"   # ${service}; elsewhere: kill -KILL "$PID", and the supervisor starts another`,
    ),
  ],
  isReversible: true,
  blastRadius:
    'One process. Its requests in flight fail and are tried again by their callers; its jobs are taken by another worker.',
  undo: 'Nothing to undo.',
});

export const scaleOut = ({ platform, environment }: RunbookContext): Mitigation => ({
  what: 'Add instances',
  when: 'CPU or the event loop is full and traffic is real.',
  how: platform.services.map(({ id, scaling, manifest }) =>
    command(
      `kubectl -n ${manifest?.namespace ?? environment} scale deployment/${id} --replicas=${Math.min(scaling.maxInstances, scaling.minInstances * 3)}   # the autoscaler takes over again; at most ${scaling.maxInstances}`,
    ),
  ),
  isReversible: true,
  blastRadius: 'Cost, and connections to the database: each instance brings a pool of its own.',
  undo: 'The autoscaler removes them once they idle.',
});

export const endBlockers: Mitigation = {
  what: 'End the sessions that block others',
  when: 'Statements wait for a lock, or connections are idle in a transaction.',
  how: [
    sql(
      "select pid, state, now() - xact_start as open_for, left(query, 80) from pg_stat_activity where pid in (select unnest(pg_blocking_pids(pid)) from pg_stat_activity) or (state = 'idle in transaction' and now() - state_change > interval '10 seconds')",
    ),
    sql(
      "select pg_terminate_backend(pid) from pg_stat_activity where pid in (select unnest(pg_blocking_pids(pid)) from pg_stat_activity) or (state = 'idle in transaction' and now() - state_change > interval '10 seconds')",
    ),
  ],
  isReversible: false,
  blastRadius:
    'The transactions of those sessions are rolled back; their clients see an error and try again. Never cancel a commit that waits for a standby: it would report a success that is not one.',
  undo: 'None needed: what was rolled back was never acknowledged.',
};

export const resumeReplay: Mitigation = {
  what: 'Let the standby replay again',
  when: 'It receives WAL and does not replay it: `pg_is_wal_replay_paused()` is true.',
  how: [sql('select pg_wal_replay_resume()', 'STANDBY_URL')],
  isReversible: true,
  blastRadius: 'That standby. It catches up at the speed of its disk.',
  undo: '`select pg_wal_replay_pause()`',
};

export const synchronousStandbys = ({ failover }: Platform): Mitigation => ({
  what: 'Name the standbys that are alive',
  when: 'A standby that commits wait for is gone for good, or the setting names one that does not exist, and another standby streams.',
  how: [
    sql(`alter system set synchronous_standby_names = '${standbyNames(failover)}'`),
    sql('select pg_reload_conf()'),
    sql('select application_name, state, sync_state from pg_stat_replication'),
  ],
  isReversible: true,
  blastRadius:
    'Every commit: those that wait are answered as soon as a named standby confirms. Never set it to empty to get writes going: what is acknowledged then can be lost.',
  undo: 'Set the former value, and reload.',
});

const standbyNames = ({ replication }: Platform['failover']) =>
  `ANY ${replication.quorum} (${replication.standbys.map((name) => `\\"${name}\\"`).join(', ')})`;

/** Quiet is not fixed. */
export const silence = (alert: string): Mitigation => ({
  what: 'Silence it while somebody works on it',
  when: 'You know the cause, somebody is at it, and the alert tells nothing new. Never as the only thing that is done.',
  how: [
    command(
      `amtool silence add --alertmanager.url="$ALERTMANAGER_URL" --author="$USER" --duration=2h --comment='cause known, see the incident' alertname="${alert}"`,
    ),
  ],
  isReversible: true,
  blastRadius: `Nobody is told of ${alert} for two hours, wherever it fires: narrow it with service="…" or region="…".`,
  undo: `amtool silence expire --alertmanager.url="$ALERTMANAGER_URL" $(amtool silence query -q --alertmanager.url="$ALERTMANAGER_URL" alertname="${alert}")`,
});
