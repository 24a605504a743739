import { databaseProviders } from './facts/database-providers.js';
import type { Rule } from './finding.js';

export const backupsOverSnapshotLimit: Rule = {
  id: 'backups-over-snapshot-limit',
  title: 'More backups must not be retained than the database provider keeps snapshots',
  check({ backups, database }) {
    const fact = databaseProviders[database.provider]?.snapshots;
    const retention = backups.database?.retention;
    if (fact === undefined || retention === undefined) return [];
    const { hourly, daily, weekly, monthly } = retention;
    const kept = hourly + daily + weekly + monthly;
    if (kept <= fact.limit) return [];
    return [
      {
        path: 'backups.database.retention',
        section: backups.section,
        message: `${kept} backups are to be retained, and ${database.provider} documented a limit of ${fact.limit} snapshots. ${fact.note}: which one the project has must be confirmed`,
        arithmetic: `${hourly} hourly + ${daily} daily + ${weekly} weekly + ${monthly} monthly = ${kept} > ${fact.limit}`,
        remedy: `confirm the limit of the project and accept this finding with it, or keep at most ${fact.limit} snapshots and cover the last hours by point-in-time restore`,
        sources: [fact.source],
      },
    ];
  },
};
