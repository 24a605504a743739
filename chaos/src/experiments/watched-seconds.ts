import { endSecondsOf } from '../schedules/schedule.js';
import type { Watch } from './experiment.js';

/** For how long a fault may be watched, as far as the experiment says it: what a failover takes is what is to be seen. */
export function watchedSeconds(watch: Watch): number {
  switch (watch.for) {
    case 'rollout':
      return watch.patienceSeconds;
    case 'endurance':
      return watch.seconds;
    case 'schedule':
      return Math.max(...watch.faults.map(endSecondsOf));
    case 'failover':
      return 0;
  }
}
