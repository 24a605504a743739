import { disturbance } from './disturbance.js';

/** Far beyond what the platform promises, so that the error rate alone has to be noticed: probes are answered well. */
const errorRatio = 0.2;

/** The services fail requests although nothing was released, as when a dependency has changed, or a certificate has expired. */
export const errorInjection = disturbance(
  'instances',
  (instances, { primary }) => instances.misbehaving(primary, { errorRatio }),
  {
    title: `every service in the primary region answers ${errorRatio * 100} % of its requests with 500`,
    elsewhere: 'Chaos Mesh HTTPChaos `replace` with code 500, or a fault of the service mesh (Istio `abort`)',
  },
);

/** With what an answer takes anyway still below the promised 99th percentile. */
const late = { ratio: 0.1, ms: 600 };

/** Some answers are late, as with a pause for collecting garbage or a cold cache. */
export const slowResponses = disturbance(
  'instances',
  (instances, { primary }) => instances.misbehaving(primary, { late }),
  {
    title: `every service in the primary region answers ${late.ratio * 100} % of its requests ${late.ms} ms later`,
    elsewhere: 'Chaos Mesh HTTPChaos `delay`, or a fault of the service mesh (Istio `delay`)',
  },
);
