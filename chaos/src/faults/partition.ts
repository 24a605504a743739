import { cut } from './links.js';

/** The primary region and the one that is to take over cannot hear each other; clients and everybody else hear both. */
export const partition = cut(({ primary, takeover }) => ({ between: [primary, takeover] }), {
  title: 'the primary region and the takeover region cannot reach each other',
  elsewhere: 'Chaos Mesh NetworkChaos `partition`, or a network policy between the two regions',
});
