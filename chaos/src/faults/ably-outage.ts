import { cut } from './links.js';

/** The realtime vendor is silent: subscribers hear nothing, and what is published waits for a connection. */
export const ablyOutage = cut(() => ({ what: 'ably' }), {
  title: 'the realtime vendor answers nobody any more',
  elsewhere: 'Chaos Mesh NetworkChaos `partition` with `externalTargets` of the vendor',
});
