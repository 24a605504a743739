import { experiments } from '@attest/chaos';
import type { Platform } from '@attest/platform';
import { type NamedRunbook, type PractisedExperiment, runbooks } from '@attest/runbooks';

/** The game days that there are, as runbooks name them. */
export const practised: readonly PractisedExperiment[] = Object.entries(experiments).map(
  ([name, { title, hypothesis }]) => ({ name, title, hypothesis }),
);

/** Every runbook by name, and by the kind of its alert where the catalog has given that another name. */
export function knownRunbooks(platform: Platform, environment: string): Record<string, NamedRunbook> {
  const all = runbooks(platform, { environment, experiments: practised });
  const kinds = all.flatMap((each) => each.alerts.map(({ kind }): [string, NamedRunbook] => [kind, each]));
  return Object.fromEntries([...kinds, ...all.map((each): [string, NamedRunbook] => [each.name, each])]);
}
