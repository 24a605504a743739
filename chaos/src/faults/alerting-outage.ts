import { both } from './both.js';
import { databaseKill } from './database.js';
import { disturbance } from './disturbance.js';

/** Nobody watches: no series, no rules, no alerts. */
const alertingOutage = disturbance('alerting', (alerting) => alerting.halted(), {
  title: 'Prometheus and Alertmanager are halted where they stand',
  elsewhere: 'scale Prometheus and Alertmanager to 0',
});

export const alertingOutageInFailover = both(
  alertingOutage,
  databaseKill,
  'Prometheus and Alertmanager are halted, and every process of the primary database is killed',
);
