/** What is wrong with a program from its start on, in experiments; part of its configuration. */
export interface ProgramTrouble {
  /** It begins so much later, as one that loads a model, or warms a cache. */
  readonly startDelayMs?: number;
  readonly wallClockOffsetMs?: number;
}
