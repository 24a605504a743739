import type { EnvironmentName, Platform } from '@attest/platform';
import type { Dashboard } from './model.js';
import type { Promises } from './promises.js';
import type { Vocabulary } from './query/vocabulary.js';

/** What a dashboard is made of. */
export interface BoardContext {
  readonly platform: Platform;
  readonly environment: EnvironmentName;
  readonly say: Vocabulary;
  readonly promises: Promises;
}

/** A dashboard of a platform in an environment. Pure. */
export type Board = (context: BoardContext) => Dashboard;
