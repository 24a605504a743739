import { disturbance } from './disturbance.js';

/** Just below what clients of the bed wait for an answer, so that they wait for nearly all of it. */
const addedMs = 900;

/** Names are resolved late: who asks in the way of a request makes its client wait. */
export const slowDns = disturbance('resolvers', (resolvers) => resolvers.slow(addedMs), {
  title: `resolvers answer ${addedMs} ms later`,
  elsewhere: 'Chaos Mesh NetworkChaos `delay` on the pods of CoreDNS',
});
