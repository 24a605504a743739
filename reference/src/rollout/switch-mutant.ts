/** `partial`: a part of the traffic stays where it was, whatever is said about it. */
export type SwitchMutant = 'partial';

/** What really goes to the new revision when all of it should. */
const partialWeight = 0.9;

/** The share that is sent in place of the one that was asked for. */
export const sentInstead = (weight: number, mutant: SwitchMutant | undefined): number =>
  mutant === 'partial' ? Math.min(weight, partialWeight) : weight;
