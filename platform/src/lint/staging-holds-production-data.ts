import { dataMinimisation } from './facts/law.js';
import type { Rule } from './finding.js';

export const stagingHoldsProductionData: Rule = {
  id: 'staging-holds-production-data',
  title: 'Environments for tests must not hold the personal data of production',
  check({ environments, security }) {
    const laws =
      security.compliance?.certifications.filter((name) => dataMinimisation[name] !== undefined) ?? [];
    if (laws.length === 0) return [];
    return (['development', 'staging'] as const).flatMap((name) => {
      const { database, section } = environments[name];
      if (database?.replicaOf !== 'production') return [];
      return [
        {
          path: `environments.${name}.database.replicaOf`,
          section,
          message: `the database of ${name} is a replica of production, so everybody who tests reads the personal data of every customer, and ${laws.join(', ')} is promised`,
          arithmetic: `share of production's personal data in ${name}: 100 %; share that testing needs: 0 %`,
          remedy:
            'branch from a masked copy (production-like data, generated or anonymised) and keep access to production data to production',
          sources: laws.flatMap((law) => dataMinimisation[law] ?? []),
        },
      ];
    });
  },
};
