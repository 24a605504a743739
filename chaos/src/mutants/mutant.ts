import type { ExperimentName, WhatIf } from '../experiments/index.js';
import type { ViolationRule } from '../history/index.js';

/** A platform that breaks its word in a way that platforms have been seen to break it. */
export interface Mutant {
  readonly title: string;
  /** The rule that has to catch it, besides any other. */
  readonly caughtBy: ViolationRule;
  /** How the test bed is made to be one, and in which experiment that shows. */
  readonly onBed: { readonly experiment: ExperimentName; readonly whatIf: WhatIf };
}
