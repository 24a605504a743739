import type { Source } from '../../schema/index.js';

/** What a database vendor does not do, or does only so often; each fact with the page that says so. */
export interface DatabaseProvider {
  /** Replicas read the primary's storage, so they live in its region and acknowledge nothing. */
  replicasOnlyInRegion?: { source: Source };
  /** Snapshots that a project on a paid plan may hold. */
  snapshots?: { limit: number; note: string; source: Source };
  /** Server settings follow from the size of the compute; nobody is a superuser. */
  settingsFixed?: { source: Source };
  /** The servers stand in the vendor's network, not in the customer's. */
  outsideCustomerNetwork?: { source: Source };
}

const retrieved = '2026-11-23';

export const databaseProviders: Readonly<Record<string, DatabaseProvider>> = {
  Neon: {
    replicasOnlyInRegion: {
      source: {
        title: 'Neon: read replicas share the storage of the primary, in the same region',
        url: 'https://neon.com/docs/introduction/read-replicas',
        retrieved,
      },
    },
    snapshots: {
      limit: 10,
      note: 'Since 2026 the same page speaks of 100 manual snapshots and leaves those of a schedule out of the count',
      source: {
        title: 'Neon: backup and restore, 10 snapshots on paid plans',
        url: 'https://neon.com/docs/guides/backup-restore',
        retrieved,
      },
    },
    settingsFixed: {
      source: {
        title: 'Neon: no superuser; max_connections and shared_buffers depend on the compute size',
        url: 'https://neon.com/docs/reference/compatibility',
        retrieved,
      },
    },
    outsideCustomerNetwork: {
      source: {
        title: 'Neon: a managed service; private networking is a feature of its own',
        url: 'https://neon.com/docs/introduction/plans',
        retrieved,
      },
    },
  },
};
