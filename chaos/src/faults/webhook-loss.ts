import { disturbance } from './disturbance.js';

/** Events never arrive, and whoever sent them only sees connections break: they must be sent again. */
export const webhookLoss = disturbance(
  'vendors',
  (vendors) => vendors.troubled('webhooks', { kind: 'loses-requests' }),
  {
    title: 'every event is lost on its way to the customers',
    elsewhere: "a test customer's endpoint that closes each connection without reading",
  },
);
