import { definePlatform } from '../define-platform.js';
import type { Platform } from '../schema/index.js';
import { accepted } from './accepted.js';
import { apm } from './apm.js';
import { arborApi, arborWorkers, realtime } from './arbor.js';
import { backups } from './backups.js';
import { cost } from './cost.js';
import { database } from './database.js';
import { decisions } from './decisions.js';
import { delivery } from './delivery.js';
import { drills } from './drills.js';
import { environments } from './environments.js';
import { failover } from './failover.js';
import { files } from './files.js';
import { infrastructure } from './infrastructure.js';
import { cdn, gpu, kumoriApi } from './kumori.js';
import { monitoring } from './monitoring.js';
import { network } from './network.js';
import { objectives } from './objectives.js';
import { prices } from './prices.js';
import { products } from './products.js';
import { regions } from './regions.js';
import { security } from './security.js';
import { silentSections } from './silent-sections.js';

/** The deployment architecture of Arbor and Kumori, value by value. */
export const arborKumori: Platform = definePlatform({
  id: 'arbor-kumori',
  name: 'Arbor and Kumori',
  products,
  infrastructure,
  environments,
  regions,
  services: [arborApi, kumoriApi],
  workers: [arborWorkers],
  gpu,
  realtime,
  cdn,
  delivery,
  database,
  monitoring,
  apm,
  security,
  network,
  backups,
  failover,
  cost,
  drills,
  objectives,
  prices,
  decisions,
  accepted,
  silentSections,
  files,
});
