import { disturbance } from './disturbance.js';

/** Somebody else has taken every connection that the database gives to those who are no operators. */
export const connectionExhaustion = disturbance(
  'sessions',
  (sessions, { primary }) => sessions.exhausted(primary),
  {
    title: 'all connections of the primary database that are not reserved are taken',
    elsewhere: 'open sessions as an ordinary role until the database answers 53300, e.g. with `pgbench -c`',
  },
);
