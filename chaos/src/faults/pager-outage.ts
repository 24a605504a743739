import { both } from './both.js';
import { databaseKill } from './database.js';
import { disturbance } from './disturbance.js';

/** The pager's service is down, on the day when it is needed. */
const pagerOutage = disturbance(
  'vendors',
  (vendors) => vendors.troubled('pagerduty', { kind: 'refuses', status: 503 }),
  {
    title: 'the pager answers every event with 503',
    elsewhere: "block the pager's API on the egress gateway of controller and Alertmanager",
  },
);

export const pagerOutageInFailover = both(
  pagerOutage,
  databaseKill,
  'the pager answers every event with 503, and every process of the primary database is killed',
);
