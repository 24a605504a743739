import type { ChaosError } from '../chaos-error.js';
import type { Disturbance, Proof } from '../target/index.js';

/** What cannot be done in a cluster, or not be proven there: it touches nothing, so that nothing is to be undone. */
export const refused = (
  because: () => ChaosError,
  proveUndone: () => Promise<readonly Proof[]>,
): Disturbance => ({
  inject: async () => {
    throw because();
  },
  prove: async () => [],
  undo: async () => {},
  proveUndone,
});
