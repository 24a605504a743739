import type { ScaleEvent } from './autoscaler-state.js';
import type { FilledRules, ScalingPolicy } from './behavior.js';
import { float64ToInt32, int32 } from './go-numbers.js';

export interface PolicyQuestion {
  readonly nowSeconds: number;
  readonly currentReplicas: number;
  readonly scaleUps: readonly ScaleEvent[];
  readonly scaleDowns: readonly ScaleEvent[];
}

/**
 * The most, or the fewest, replicas that the policies allow now. Each starts from what there was at the beginning of its period.
 * Source: `calculateScaleUpLimitWithScalingRules` and `calculateScaleDownLimitWithBehaviors` in Kubernetes v1.34,
 * `pkg/controller/podautoscaler/horizontal.go`.
 */
export const scaleUpLimit = (rules: FilledRules, question: PolicyQuestion): number =>
  limit(rules, question, raised, { Max: Math.max, Min: Math.min });

export const scaleDownLimit = (rules: FilledRules, question: PolicyQuestion): number =>
  limit(rules, question, lowered, { Max: Math.min, Min: Math.max });

/** Rounded up: otherwise one replica could never become two by a few percent. */
const raised = ({ type, value }: ScalingPolicy, start: number) =>
  type === 'Pods' ? int32(start + value) : float64ToInt32(Math.ceil(start * (1 + value / 100)));

const lowered = ({ type, value }: ScalingPolicy, start: number) =>
  type === 'Pods' ? int32(start - value) : float64ToInt32(start * (1 - value / 100));

function limit(
  { selectPolicy, policies }: FilledRules,
  question: PolicyQuestion,
  proposal: (policy: ScalingPolicy, start: number) => number,
  select: Readonly<Record<'Max' | 'Min', (...proposals: number[]) => number>>,
): number {
  if (selectPolicy === 'Disabled') return question.currentReplicas;
  return select[selectPolicy](...policies.map((policy) => proposal(policy, startOf(policy, question))));
}

function startOf({ periodSeconds }: ScalingPolicy, question: PolicyQuestion): number {
  const { nowSeconds, currentReplicas, scaleUps, scaleDowns } = question;
  const changed = (events: readonly ScaleEvent[]) =>
    events.reduce((sum, { t, change }) => (t > nowSeconds - periodSeconds ? sum + change : sum), 0);
  return int32(currentReplicas - changed(scaleUps) + changed(scaleDowns));
}
