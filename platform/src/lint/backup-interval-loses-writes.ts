import type { Frequency } from '../schema/index.js';
import type { Rule } from './finding.js';

const minutes: Readonly<Record<Frequency, number>> = {
  hourly: 60,
  daily: 1440,
  weekly: 10_080,
  monthly: 43_200,
  quarterly: 129_600,
  yearly: 525_600,
};

/** Replicas copy a dropped table faithfully; then only a backup is left. */
export const backupIntervalLosesWrites: Rule = {
  id: 'backup-interval-loses-writes',
  title: 'Zero data loss must hold for damage that replicas repeat, or say that it does not',
  check({ backups, failover }) {
    if (backups.database === undefined || backups.database.pointInTime === true) return [];
    const damage = [...failover.automatic, ...failover.manual].filter((trigger) =>
      ['database_failure', 'security_incident'].includes(trigger),
    );
    if (damage.length === 0) return [];
    const lost = minutes[backups.database.frequency];
    return [
      {
        path: 'backups.database.frequency',
        section: backups.section,
        message: `data loss is promised to be zero after ${damage.join(' and ')}, and deleted or corrupted rows are deleted and corrupted on every replica too: what is left is the last ${backups.database.frequency} backup`,
        arithmetic: `writes lost when a backup is restored: those of up to ${lost} min > 0`,
        remedy:
          'archive the write-ahead log (point-in-time restore) and record it as backups.database.pointInTime, or promise zero only for the loss of a region',
        sources: [],
      },
    ];
  },
};
