import type { Check } from '../valid-parts.js';
import { delivery } from './delivery.js';
import { drills } from './drills.js';
import { duplicates } from './duplicates.js';
import { failover } from './failover.js';
import { monitoring } from './monitoring.js';
import { network } from './network.js';
import { objectives } from './objectives.js';
import { ranges } from './ranges.js';
import { regionReferences } from './region-references.js';
import { regions } from './regions.js';
import { serviceReferences } from './services.js';
import { shares } from './shares.js';

/** How the parts of a catalog must fit together. What is legal but unwise is for lint. */
export const checks = {
  duplicates,
  regions,
  regionReferences,
  serviceReferences,
  ranges,
  failover,
  monitoring,
  drills,
  objectives,
  delivery,
  network,
  shares,
} satisfies Record<string, Check>;
