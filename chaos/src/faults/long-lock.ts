import { disturbance } from './disturbance.js';

/** A transaction that somebody forgot holds rows that others want. */
export const longLock = disturbance('sessions', (sessions, { primary }) => sessions.holdingJobs(primary), {
  title: 'a forgotten transaction holds every job in the queues',
  elsewhere: '`begin; select … for update` on the queue, left open',
});
