import type { Platform } from '@attest/platform';
import { maxBy } from './expressions.js';
import type { Vocabulary } from './vocabulary.js';

/** A drill is told of once, when it ends; hence the look back, as far as metrics are kept. */
export function daysSinceDrill(
  { monitoring }: Platform,
  say: Vocabulary,
  by: readonly ('experiment' | 'target' | 'verdict')[],
): string {
  const told = say.series('gameday_last_run_timestamp_seconds');
  return `(time() - ${maxBy(by, `last_over_time(${told}[${monitoring.retentionDays}d])`)}) / 86400`;
}
