import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelPromise } from '../model.js';

const kept = 'green';
const broken = 'red';

/** The promise as a threshold: the broken side is red. Without a promise there is nothing to break. */
export function thresholds(promise: PanelPromise | undefined): ThresholdsConfigBuilder {
  const [base, beyond] = promise?.good === 'above' ? [broken, kept] : [kept, broken];
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([
      { value: null, color: promise === undefined ? 'blue' : base },
      ...(promise === undefined ? [] : [{ value: promise.value, color: beyond }]),
    ]);
}
