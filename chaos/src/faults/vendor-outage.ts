import { disturbance } from './disturbance.js';
import { cut } from './links.js';

/** The GPU vendor says that it is down: requests are refused at once. */
export const replicateOutage = disturbance(
  'vendors',
  (vendors) => vendors.troubled('replicate', { kind: 'refuses', status: 503 }),
  {
    title: 'the GPU vendor answers every request with 503',
    elsewhere:
      "a proxy in front of the vendor's host that answers 503, e.g. an egress gateway's fault injection",
  },
);

/** The GPU vendor is silent: requests hang, as they do when a vendor is overloaded, and are not refused. */
export const replicateHang = cut(() => ({ what: 'replicate' }), {
  title: 'the GPU vendor answers nobody any more',
  elsewhere: 'Chaos Mesh NetworkChaos `partition` with `externalTargets` of the vendor',
});

/** Customers cannot be reached: their webhooks must wait, and must arrive afterwards. */
export const webhookOutage = cut(() => ({ what: 'webhooks' }), {
  title: "customers' webhook endpoints answer nobody any more",
  elsewhere: 'Chaos Mesh NetworkChaos `partition` with `externalTargets` of a test customer',
});
