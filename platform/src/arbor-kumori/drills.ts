import type { PlatformInput } from '../schema/index.js';

/** See the decision `drills`. */
export const drills: NonNullable<PlatformInput['drills']> = [
  { experiment: 'region-loss', on: 'reference', frequency: 'weekly' },
  { experiment: 'instance-kill', on: 'cluster', frequency: 'weekly' },
];
