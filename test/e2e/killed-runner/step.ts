/** Where a runner is killed, in the order in which it comes there. */
export const steps = [
  'before-intent',
  'intent',
  'injecting',
  'injected',
  'proven',
  'undoing',
  'undone',
] as const;
export type Step = (typeof steps)[number];

/** The phases of the fault that are on disk by then. */
export const recordedBy = {
  'before-intent': [],
  intent: ['intent'],
  injecting: ['intent'],
  injected: ['intent'],
  proven: ['intent', 'effective'],
  undoing: ['intent', 'effective'],
  undone: ['intent', 'effective'],
} as const satisfies Readonly<Record<Step, readonly string[]>>;

/** What a runner tells whoever kills it. */
export type Told =
  /** Everything that it breaks is there. */
  { readonly ready: true; readonly ledgerFile?: string } | { readonly at: Step };
