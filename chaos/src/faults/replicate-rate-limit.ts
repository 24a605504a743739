import { disturbance } from './disturbance.js';

/** Far below what the load asks for: a prediction takes several requests. */
const perSecond = 1;

/** The GPU vendor has had enough of us. Source: https://replicate.com/docs/topics/predictions/rate-limits */
export const replicateRateLimit = disturbance(
  'vendors',
  (vendors) => vendors.troubled('replicate', { kind: 'limits', perSecond }),
  {
    title: `the GPU vendor answers all but ${perSecond} request a second with 429`,
    elsewhere:
      "an account with a low limit, or a local rate limit on the egress gateway to the vendor's host",
  },
);
