import { primaryRegion } from '../primary-region.js';
import type { Rule } from './finding.js';

/** After a failover the surviving backup lies beside the only database. */
export const backupSharesTakeoverRegion: Rule = {
  id: 'backup-shares-takeover-region',
  title: 'A backup must lie in a region that holds neither the database nor the one that takes over',
  check({ backups, regions, failover }) {
    const locations = backups.database?.locations ?? [];
    const primary = primaryRegion({ regions });
    if (locations.length === 0) return [];
    const pair = [primary.id, failover.takeover];
    if (locations.some(({ region }) => !pair.includes(region))) return [];
    const after = locations.filter(
      ({ region }) => region !== primary.id && region !== failover.takeover,
    ).length;
    const elsewhere = regions.map(({ id }) => id).filter((id) => !pair.includes(id));
    return [
      {
        path: 'backups.database.locations',
        section: backups.section,
        message: `once ${primary.id} is lost, ${failover.takeover} holds the only database and the only backup: the next incident there takes both`,
        arithmetic: `backup locations: ${locations.length} (${locations.map(({ region }) => region).join(', ')}); away from the database after a failover: ${after} < 1`,
        remedy: `keep a copy in a third place${elsewhere.length === 0 ? '' : ` (${elsewhere.join(', ')})`}, in an account of its own`,
        sources: [],
      },
    ];
  },
};
