import { disturbance } from './disturbance.js';

/** Longer than anybody likes, and shorter than who delivers events waits for an answer. */
const addedMs = 3000;

/** Customers take their time for every event: whoever delivers has to have many under way. */
export const webhookLate = disturbance(
  'vendors',
  (vendors) => vendors.troubled('webhooks', { kind: 'slow', addedMs }),
  {
    title: `customers answer every event ${addedMs / 1000} s later`,
    elsewhere: "a test customer's endpoint that sleeps before it answers",
  },
);
