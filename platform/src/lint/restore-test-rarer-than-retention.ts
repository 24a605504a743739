import type { Frequency } from '../schema/index.js';
import type { Rule } from './finding.js';

const days: Readonly<Record<Frequency, number>> = {
  hourly: 1 / 24,
  daily: 1,
  weekly: 7,
  monthly: 30,
  quarterly: 91,
  yearly: 365,
};

/** When backups break the day after a test, the next test finds out; until then good ones expire. */
export const restoreTestRarerThanRetention: Rule = {
  id: 'restore-test-rarer-than-retention',
  title: 'Good backups must not all expire between two restore tests',
  check({ backups }) {
    const { database, testing } = backups;
    if (database === undefined || testing === undefined || !testing.restoreTest) return [];
    const between = days[testing.frequency];
    const kept = (['hourly', 'daily', 'weekly', 'monthly'] as const).map((generation) => {
      return { generation, days: database.retention[generation] * days[generation] };
    });
    const gone = kept.filter((each) => each.days > 0 && each.days < between);
    if (gone.length === 0) return [];
    const shown = gone.map(
      (each) =>
        `${each.generation} ${database.retention[each.generation]} × ${period(each.generation)} = ${each.days} d`,
    );
    return [
      {
        path: 'backups.testing.frequency',
        section: backups.section,
        message: `backups that break on the day after a ${testing.frequency} restore test are found at the next one: by then every good ${gone.map(({ generation }) => generation).join(', ')} backup has expired, and a restore goes back up to ${between} days`,
        arithmetic: `${shown.join('; ')}; each < ${between} d between tests`,
        remedy:
          'restore every backup automatically when it is made (or one a day), and keep the monthly test for people',
        sources: [],
      },
    ];
  },
};

const period = (generation: 'hourly' | 'daily' | 'weekly' | 'monthly') =>
  ({ hourly: '1 h', daily: '1 d', weekly: '7 d', monthly: '30 d' })[generation];
