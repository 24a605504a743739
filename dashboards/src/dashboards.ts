import type { EnvironmentName, Platform } from '@attest/platform';
import { boards } from './boards/index.js';
import { type Dashboard, dashboardNames } from './model.js';
import { promisesOf } from './promises.js';
import { vocabulary } from './query/vocabulary.js';

/** Every dashboard of a platform in an environment, in the order in which a newcomer reads them. Pure. */
export function dashboards(platform: Platform, environment: EnvironmentName): Dashboard[] {
  const context = { platform, environment, say: vocabulary(platform), promises: promisesOf(platform) };
  return dashboardNames.map((name) => boards[name](context));
}
