import { disturbance } from './disturbance.js';

/** Events arrive and the answers do not: each is sent again, with the same id, by which customers tell repetitions. */
export const webhookDuplicate = disturbance(
  'vendors',
  (vendors) => vendors.troubled('webhooks', { kind: 'loses-answers' }),
  {
    title: "every event arrives, and every customer's answer is lost",
    elsewhere: "a test customer's endpoint that keeps each event and closes the connection without an answer",
  },
);
