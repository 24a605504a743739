import type { AutoscalerSpec } from './autoscaler.js';
import type { AutoscalerState, ScaleEvent } from './autoscaler-state.js';
import { defaultDownscaleStabilizationSeconds, type FilledRules } from './behavior.js';

/** What is remembered after a change by so many replicas; without what no window reaches any more. */
export function remember(
  { behavior }: AutoscalerSpec,
  state: AutoscalerState,
  nowSeconds: number,
  change: number,
): AutoscalerState {
  const windowSeconds =
    behavior === undefined
      ? defaultDownscaleStabilizationSeconds
      : Math.max(behavior.scaleUp.stabilizationWindowSeconds, behavior.scaleDown.stabilizationWindowSeconds);
  const recommendations = state.recommendations.filter(
    // The newest stays in any case: an empty memory would begin again with what there is.
    ({ t }, at, all) => t >= nowSeconds - windowSeconds || at === all.length - 1,
  );
  if (behavior === undefined || change === 0) return { ...state, recommendations };
  const event = { t: nowSeconds, change: Math.abs(change) };
  return change > 0
    ? { ...state, recommendations, scaleUps: store(state.scaleUps, event, behavior.scaleUp) }
    : { ...state, recommendations, scaleDowns: store(state.scaleDowns, event, behavior.scaleDown) };
}

/**
 * A new event takes the place of one that is older than the periods of its own direction. The policies of the other direction may
 * still have been looking at that one, with longer periods; upstream forgets it all the same, and so do we.
 * Source: `storeScaleEvent` in Kubernetes v1.34, `pkg/controller/podautoscaler/horizontal.go`.
 */
function store(events: readonly ScaleEvent[], event: ScaleEvent, { policies }: FilledRules): ScaleEvent[] {
  const longestSeconds = Math.max(...policies.map(({ periodSeconds }) => periodSeconds));
  const outdated = events.findLastIndex(({ t }) => t < event.t - longestSeconds);
  return outdated < 0 ? [...events, event] : events.with(outdated, event);
}
