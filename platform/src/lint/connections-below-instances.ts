import { counted, decimal } from './decimal.js';
import { defaultPool, reservedConnections } from './facts/postgresql.js';
import type { Rule } from './finding.js';

/** Every instance holds a pool of its own; the database knows only their sum. */
export const connectionsBelowInstances: Rule = {
  id: 'connections-below-instances',
  title: 'The pools of all instances at their maximum must fit into the connections of the database',
  check({ services, workers, database }) {
    const { maxConnections } = database.settings;
    const free = maxConnections - reservedConnections.count;
    const instances = services.reduce((sum, { scaling }) => sum + scaling.maxInstances, 0);
    const wanted = instances * defaultPool.max;
    if (wanted <= free) return [];
    const sum = services.map(({ scaling }) => scaling.maxInstances).join(' + ');
    const queues = workers.flatMap((pool) => pool.queues).length;
    return [
      {
        path: 'database.settings.maxConnections',
        section: database.section,
        message: `${instances} API instances with a pool each need more than the ${maxConnections} connections of the database${queues === 0 ? '' : `, and the workers of ${counted(queues, 'queue')} come on top`}; every connection beyond it is refused`,
        arithmetic: `${sum} = ${instances} instances × ${defaultPool.max} (default pool) = ${wanted} > ${maxConnections} − ${reservedConnections.count} reserved = ${free}; ${free} ÷ ${instances} = ${decimal(free / instances)} connections an instance`,
        remedy: `put a pooler (PgBouncer, transaction mode) between them, or limit each pool to ${Math.max(1, Math.floor(free / instances))} and count the workers in`,
        sources: [reservedConnections.source, defaultPool.source],
      },
    ];
  },
};
