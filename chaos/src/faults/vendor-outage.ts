import { cut } from './links.js';

/** The GPU vendor is silent: requests hang, as they do when a vendor is overloaded, and are not refused. */
export const replicateOutage = cut(() => ({ what: 'replicate' }), {
  title: 'the GPU vendor answers nobody any more',
  elsewhere: 'Chaos Mesh NetworkChaos `partition` with `externalTargets` of the vendor',
});

/** Customers cannot be reached: their webhooks must wait, and must arrive afterwards. */
export const webhookOutage = cut(() => ({ what: 'webhooks' }), {
  title: "customers' webhook endpoints answer nobody any more",
  elsewhere: 'Chaos Mesh NetworkChaos `partition` with `externalTargets` of a test customer',
});
