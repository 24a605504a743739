import type { Action, ActionOutcome, ActionValue } from './actions.js';
import type { DatabasePosition, FailoverPorts } from './ports.js';
import { reachPosition } from './reach-position.js';
import { performShared } from './shared-actions.js';
import { until } from './until.js';
import { withDeadline } from './with-deadline.js';

/** Carries out one attempt of an action. Never rejects: at the deadline the signal aborts and the outcome is a failure. */
export async function execute(
  action: Action,
  deadlineMs: number,
  ports: FailoverPorts,
  stopped: AbortSignal,
): Promise<ActionOutcome> {
  return withDeadline(ports.clock, deadlineMs, stopped, (signal) => perform(action, ports, signal));
}

async function perform(action: Action, ports: FailoverPorts, signal: AbortSignal): Promise<ActionValue> {
  const { databases, dns, edge, probes, clock } = ports;
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
    case 'promote':
      await databases.promote(action.region, signal);
      return undefined;
    case 'inspect':
      return databases.position(action.region, signal);
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
    case 'set-synchronous-standbys':
    case 'follow':
    case 'notify':
      return performShared(action, ports, signal);
  }
}

async function catchUp(
  action: Extract<Action, { kind: 'catch-up' }>,
  { databases, clock }: FailoverPorts,
  signal: AbortSignal,
): Promise<DatabasePosition> {
  const { region, upstream, lsn: flushedLsn, timelineId } = action;
  await databases.follow(region, upstream, signal);
  await reachPosition(databases, region, { flushedLsn, timelineId }, { clock, signal });
  return databases.detach(region, signal);
}
