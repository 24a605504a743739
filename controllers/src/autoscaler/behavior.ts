/** `spec.behavior` of a HorizontalPodAutoscaler (autoscaling/v2), as people write it. */
export interface Behavior {
  readonly scaleUp?: Partial<ScalingRules> | null | undefined;
  readonly scaleDown?: Partial<ScalingRules> | null | undefined;
}

export interface ScalingRules {
  readonly stabilizationWindowSeconds: number | null | undefined;
  /** `Max`: the policy that allows the largest change; `Min`: the smallest; `Disabled`: no change in this direction. */
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled' | null | undefined;
  readonly policies: readonly ScalingPolicy[] | null | undefined;
}

export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  readonly value: number;
  readonly periodSeconds: number;
}

/** The same with nothing left open. */
export interface FilledRules {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly ScalingPolicy[];
}

export interface FilledBehavior {
  readonly scaleUp: FilledRules;
  readonly scaleDown: FilledRules;
}

/** `--horizontal-pod-autoscaler-downscale-stabilization` */
export const defaultDownscaleStabilizationSeconds = 300;

/** Source: Kubernetes v1.34, `pkg/apis/autoscaling/v2/defaults.go`; scaling down, the window is the controller's flag. */
const defaults: FilledBehavior = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
  scaleDown: {
    stabilizationWindowSeconds: defaultDownscaleStabilizationSeconds,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};

/** What the API server makes of a behavior when it is stored: whatever is left open gets its default. */
export function fillBehavior({ scaleUp, scaleDown }: Behavior): FilledBehavior {
  return { scaleUp: fill(scaleUp, defaults.scaleUp), scaleDown: fill(scaleDown, defaults.scaleDown) };
}

const fill = (rules: Partial<ScalingRules> | null | undefined, otherwise: FilledRules): FilledRules => ({
  stabilizationWindowSeconds: rules?.stabilizationWindowSeconds ?? otherwise.stabilizationWindowSeconds,
  selectPolicy: rules?.selectPolicy ?? otherwise.selectPolicy,
  policies: rules?.policies ?? otherwise.policies,
});

/** What `generate` writes into the autoscaler of a service; the rest is Kubernetes' default. */
export const behaviorOf = (
  scaleDownDelaySeconds: number | undefined,
): { scaleDown: { stabilizationWindowSeconds: number } } | undefined =>
  scaleDownDelaySeconds === undefined
    ? undefined
    : { scaleDown: { stabilizationWindowSeconds: scaleDownDelaySeconds } };

/** The same with nothing left open, as the autoscaler reads it. */
export function generatedBehavior(scaleDownDelaySeconds: number | undefined): FilledBehavior | undefined {
  const behavior = behaviorOf(scaleDownDelaySeconds);
  return behavior && fillBehavior(behavior);
}
