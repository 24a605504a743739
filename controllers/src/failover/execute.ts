import { ControllerError, isFinal } from '../controller-error.js';
import type { Action, ActionOutcome, ActionValue } from './actions.js';
import { lsnReached } from './lsn.js';
import type { Clock, DatabasePosition, FailoverPorts } from './ports.js';
import { until } from './until.js';

/** Carries out one attempt of an action. Never rejects: at the deadline the signal aborts and the outcome is a failure. */
export async function execute(
  action: Action,
  deadlineMs: number,
  ports: FailoverPorts,
  stopped: AbortSignal,
): Promise<ActionOutcome> {
  return withDeadline(ports.clock, deadlineMs, stopped, (signal) => perform(action, ports, signal));
}

/** Also ends when the work ignores its signal: an adapter that hangs must hang neither the failover nor its end. */
export async function withDeadline<T extends ActionValue>(
  clock: Clock,
  deadlineMs: number,
  stopped: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<ActionOutcome> {
  // Linked by hand: what AbortSignal.any() links to a signal that lives for months stays with it.
  const settled = new AbortController();
  const ended = new AbortController();
  const stop = () => {
    ended.abort();
    settled.abort();
  };
  if (stopped.aborted) stop();
  stopped.addEventListener('abort', stop);
  const result = work(ended.signal).then(
    (value): ActionOutcome => ({ ok: true, value }),
    (error: unknown): ActionOutcome => ({
      ok: false,
      timedOut: false,
      message: messageOf(error),
      ...(isFinal(error) && { final: true }),
    }),
  );
  const timeout = clock.sleep(deadlineMs, settled.signal).then((): ActionOutcome => {
    if (stopped.aborted) return { ok: false, timedOut: false, message: 'the controller was stopped' };
    ended.abort();
    return { ok: false, timedOut: true, message: `no answer within ${deadlineMs / 1000} s` };
  });
  const outcome = await Promise.race([result, timeout]);
  stopped.removeEventListener('abort', stop);
  settled.abort();
  return outcome;
}

async function perform(action: Action, ports: FailoverPorts, signal: AbortSignal): Promise<ActionValue> {
  const { databases, dns, edge, notifier, probes, clock } = ports;
  switch (action.kind) {
    case 'scale':
      if (ports.workloads === undefined)
        throw new Error('no adapter scales workloads, although the configuration asks for it');
      await ports.workloads.scale(action.region, action.service, action.replicas, signal);
      return undefined;
    case 'takeover-ready': {
      const { ready, detail } = await probes.ready(action.region, signal);
      if (!ready) throw new Error(`${action.region} is not ready: ${detail}`);
      return detail;
    }
    case 'freeze':
      return databases.detach(action.region, signal);
    case 'catch-up':
      return catchUp(action, ports, signal);
    case 'read-dns':
      return dns.current(action.record, signal);
    case 'point-dns':
      await dns.point(action.record, action.region, signal);
      return undefined;
    case 'fence':
    case 'hold-writes':
      await databases.refuseWrites(action.region, signal);
      return undefined;
    case 'set-synchronous-standbys':
      await databases.setSynchronousStandbys(action.region, action.quorum, action.standbys, signal);
      return undefined;
    case 'promote':
      await databases.promote(action.region, signal);
      return undefined;
    case 'inspect':
      return databases.position(action.region, signal);
    case 'follow':
      await databases.follow(action.region, action.upstream, signal);
      return undefined;
    case 'write-epoch':
      await databases.writeEpoch(action.region, action.epoch, signal);
      return undefined;
    case 'release-writes':
      await databases.acceptWrites(action.region, signal);
      return undefined;
    case 'confirm-edge': {
      const { service, region } = action;
      const served = () => edge.servedBy(service, signal);
      return until(
        { clock, signal, what: `${service} to be served by ${region}` },
        served,
        (by) => by === region,
      );
    }
    case 'notify':
      await notifier.notify(action.channel, action.notice, signal);
      return undefined;
  }
}

async function catchUp(
  action: Extract<Action, { kind: 'catch-up' }>,
  { databases, clock }: FailoverPorts,
  signal: AbortSignal,
): Promise<DatabasePosition> {
  const { region, upstream, lsn, timelineId } = action;
  await databases.follow(region, upstream, signal);
  const caughtUp = (it: DatabasePosition) => it.timelineId === timelineId && lsnReached(it.flushedLsn, lsn);
  await until(
    { clock, signal, what: `${region} to reach ${lsn}` },
    () => databases.position(region, signal),
    caughtUp,
  );
  return databases.detach(region, signal);
}

export function messageOf(error: unknown): string {
  if (error instanceof ControllerError) return `${error.message} (fix: ${error.fix})`;
  return error instanceof Error ? error.message : String(error);
}
