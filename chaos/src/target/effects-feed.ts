import type { Stream } from '@attest/loadtests';
import type { EffectRow } from '../history/index.js';

/** What acknowledged writes bring about beside their rows: jobs done, events delivered, images made. */
export interface EffectsFeed {
  /** The kinds of effects that are promised when such a write is acknowledged. */
  promisedBy(stream: Stream): readonly string[];
  /** Everything that has come about until now, of every kind that there is. */
  read(): Promise<readonly ObservedEffects[]>;
}

export interface ObservedEffects {
  readonly kind: string;
  readonly rows: readonly EffectRow[];
  /** How much of it is still under way, and will come or fail by itself. */
  readonly pending: number;
  /** How much of it took place and is no longer known; then nobody can say what is missing. */
  readonly forgotten: number;
  /** Its receiver knows no idempotency key, so that nobody can keep it from being repeated. */
  readonly atLeastOnce: boolean;
}
