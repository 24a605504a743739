import type { CanaryPolicy } from './canary-policy.js';
import type { Interval } from './interval.js';
import {
  beginRollout,
  nextStep,
  type RolloutCommand,
  type RolloutNotice,
  type RolloutState,
} from './rollout.js';

/** Everything that a rollout does to the world, or learns from it. Every action is idempotent; a rejection is tried again. */
export interface RolloutPorts {
  /** Sends this share (0–1) of the traffic to the canary; resolves when it is in effect. */
  send(canaryWeight: number): Promise<void>;
  /** Lets a revision finish its requests and ends it. */
  retire(revision: 'canary' | 'baseline'): Promise<void>;
  notify(channel: string, notice: RolloutNotice): Promise<void>;
  /** What both revisions did until now, since the last time. `undefined`: could not be measured, which is not nothing. */
  measure(): Promise<Interval | undefined>;
  /** Resolves after the next interval; `false` when the rollout is to be left as it is. */
  wait(): Promise<boolean>;
  /** Metrics `canary_stage` and `canary_weight`. */
  show(state: RolloutState, canaryWeight: number): void;
}

/** How often an action is tried before the next interval is waited for. */
const attempts = 3;

/** Carries a rollout out. Actions that fail stay due, and come before anything new. */
export async function runRollout(policy: CanaryPolicy, ports: RolloutPorts): Promise<RolloutState> {
  let { state, commands } = beginRollout(policy);
  let due = [...commands];
  let weight = 0;
  for (;;) {
    const left: RolloutCommand[] = [];
    for (const command of due) {
      if (!(await carriedOut(command, ports))) left.push(command);
      else if (command.kind === 'send') weight = command.canaryWeight;
    }
    due = left;
    ports.show(state, weight);
    const ended = state.phase === 'promoted' || state.phase === 'rolled-back';
    if (ended && due.length === 0) return state;
    if (!(await ports.wait())) return state;
    const interval = await ports.measure().catch(() => undefined);
    if (interval === undefined) continue;
    ({ state, commands } = nextStep(state, interval, policy, weight));
    // An older share of the traffic must not be sent after a newer one.
    if (commands.some(({ kind }) => kind === 'send')) due = due.filter(({ kind }) => kind !== 'send');
    due.push(...commands);
  }
}

async function carriedOut(command: RolloutCommand, ports: RolloutPorts): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      if (command.kind === 'send') await ports.send(command.canaryWeight);
      else if (command.kind === 'retire') await ports.retire(command.revision);
      else await ports.notify(command.channel, command.notice);
      return true;
    } catch {
      // Tried again, now or after the next interval.
    }
  }
  return false;
}
