import type { CanaryMetric, CanaryPolicy } from './canary-policy.js';
import { type Evidence, noEvidence, observe } from './evidence.js';
import type { Interval } from './interval.js';
import { judgeCanary } from './judge.js';
import { cutOffReason, isCutOff, listen, noSilence, type Silence } from './silence.js';

/** `holding`: its time is over, and nobody knows yet; or it is bad, and a person has to decide. */
export type RolloutPhase = 'watching' | 'holding' | 'promoted' | 'rolled-back';

export interface RolloutState {
  readonly phase: RolloutPhase;
  /** Index of the stage in the policy. */
  readonly stage: number;
  /** Seconds since the rollout began. */
  readonly stageBegan: number;
  readonly evidence: Evidence;
  readonly silence: Silence;
}

export interface RolloutNotice {
  readonly severity: 'critical' | 'warning' | 'info';
  readonly outcome: RolloutPhase;
  readonly metric: CanaryMetric | null;
  /** One sentence. */
  readonly summary: string;
}

/**
 * What a rollout does to the world. There is no command that touches data: a rollback sends traffic back and takes the new
 * instances away; whatever they have written stays, and migrations stay applied, which is why they must be backward compatible.
 */
export type RolloutCommand =
  | { readonly kind: 'send'; readonly canaryWeight: number }
  | { readonly kind: 'retire'; readonly revision: 'canary' | 'baseline' }
  | { readonly kind: 'notify'; readonly channel: string; readonly notice: RolloutNotice };

export interface RolloutStep {
  readonly state: RolloutState;
  readonly commands: readonly RolloutCommand[];
}

/** How a rollout begins. */
export const beginRollout = (policy: CanaryPolicy): RolloutStep => ({
  state: { phase: 'watching', stage: 0, stageBegan: 0, evidence: noEvidence, silence: noSilence },
  commands: [{ kind: 'send', canaryWeight: policy.stages[0]?.weight ?? 0 }],
});

/**
 * What follows from one more interval. Pure; nothing follows once a rollout has ended.
 *
 * @param sent share of the traffic that was sent to the canary in it, 0–1; that of its stage unless given
 */
export function nextStep(
  state: RolloutState,
  interval: Interval,
  policy: CanaryPolicy,
  sent = policy.stages[state.stage]?.weight ?? 0,
): RolloutStep {
  if (state.phase === 'promoted' || state.phase === 'rolled-back') return { state, commands: [] };
  const silence = listen(state.silence, interval, sent);
  const evidence = observe(state.evidence, interval, policy);
  const seen = { ...state, evidence, silence };
  const judgement = judgeCanary(evidence, policy);
  if (judgement.finding === 'bad') return bad(seen, judgement.metric, judgement.reason, policy);
  if (isCutOff(silence)) return bad(seen, null, cutOffReason(silence), policy);
  const over = interval.t - state.stageBegan >= (policy.stages[state.stage]?.seconds ?? 0);
  if (!over) return { state: seen, commands: [] };
  if (judgement.finding === 'unknown') {
    const notice = {
      severity: 'warning',
      outcome: 'holding',
      metric: null,
      summary: judgement.reason,
    } as const;
    const commands = state.phase === 'holding' ? [] : tell(policy, notice);
    return { state: { ...seen, phase: 'holding' }, commands };
  }
  const stage = policy.stages[state.stage + 1];
  if (stage !== undefined) {
    return {
      state: { ...seen, phase: 'watching', stage: state.stage + 1, stageBegan: interval.t },
      commands: [{ kind: 'send', canaryWeight: stage.weight }],
    };
  }
  const notice = { severity: 'info', outcome: 'promoted', metric: null, summary: judgement.reason } as const;
  return {
    state: { ...seen, phase: 'promoted' },
    commands: [
      { kind: 'send', canaryWeight: 1 },
      { kind: 'retire', revision: 'baseline' },
      ...tell(policy, notice),
    ],
  };
}

function bad(
  state: RolloutState,
  metric: CanaryMetric | null,
  reason: string,
  policy: CanaryPolicy,
): RolloutStep {
  if (policy.rollback.automatic) {
    const notice = {
      severity: 'critical',
      outcome: 'rolled-back',
      metric,
      summary: `Rolled back. ${reason}`,
    } as const;
    return {
      state: { ...state, phase: 'rolled-back' },
      commands: [
        { kind: 'send', canaryWeight: 0 },
        { kind: 'retire', revision: 'canary' },
        ...tell(policy, notice),
      ],
    };
  }
  const notice = {
    severity: 'critical',
    outcome: 'holding',
    metric,
    summary: `Roll it back. ${reason}`,
  } as const;
  return {
    state: { ...state, phase: 'holding' },
    commands: state.phase === 'holding' ? [] : tell(policy, notice),
  };
}

const tell = ({ rollback }: CanaryPolicy, notice: RolloutNotice): RolloutCommand[] =>
  rollback.notify.map((channel) => ({ kind: 'notify', channel, notice }));
