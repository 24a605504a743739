/** What the autoscaler remembers between decisions. Times are seconds on one clock. */
export interface AutoscalerState {
  /** What the metrics alone asked for. */
  readonly recommendations: readonly { readonly t: number; readonly replicas: number }[];
  /** Changes that were carried out, as positive numbers; empty without a behavior. */
  readonly scaleUps: readonly ScaleEvent[];
  readonly scaleDowns: readonly ScaleEvent[];
}

export interface ScaleEvent {
  readonly t: number;
  readonly change: number;
}

export const initialAutoscalerState: AutoscalerState = { recommendations: [], scaleUps: [], scaleDowns: [] };
