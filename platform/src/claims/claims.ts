import { nearest } from '../nearest.js';
import { PlatformError } from '../platform-error.js';
import type { Platform } from '../schema/index.js';
import { apmClaims } from './apm.js';
import { backupClaims } from './backups.js';
import { cdnClaims } from './cdn.js';
import type { Claim } from './claim.js';
import { costClaims } from './cost.js';
import { databaseClaims } from './database.js';
import { deliveryClaims } from './delivery.js';
import { dockerClaims } from './docker.js';
import { environmentClaims } from './environments.js';
import { failoverClaims } from './failover.js';
import { gpuClaims } from './gpu.js';
import { infrastructureClaims } from './infrastructure.js';
import { migrationClaims } from './migrations.js';
import { monitoringClaims } from './monitoring.js';
import { networkClaims } from './network.js';
import { pipelineClaims } from './pipeline.js';
import { realtimeClaims } from './realtime.js';
import { regionClaims } from './regions.js';
import { securityClaims } from './security.js';
import { serviceClaims } from './services.js';
import { workerClaims } from './workers.js';

/** Who finds the claims of each concern, in the order of the ledger. */
const concerns = [
  infrastructureClaims,
  environmentClaims,
  regionClaims,
  serviceClaims,
  workerClaims,
  realtimeClaims,
  gpuClaims,
  cdnClaims,
  dockerClaims,
  pipelineClaims,
  deliveryClaims,
  databaseClaims,
  migrationClaims,
  monitoringClaims,
  apmClaims,
  securityClaims,
  networkClaims,
  backupClaims,
  failoverClaims,
  costClaims,
];

/** The ledger: every promise of the platform, each with an id of its own. Derived from the catalog, pure. */
export function claims(platform: Platform): Claim[] {
  return concerns.flatMap((concern) => concern(platform));
}

/** @throws PlatformError `unknown-claim`, with the nearest id. */
export function findClaim(platform: Platform, id: string): Claim {
  const all = claims(platform);
  const found = all.find((claim) => claim.id === id);
  if (found !== undefined) return found;
  const close = nearest(
    id,
    all.map((claim) => claim.id),
  );
  throw new PlatformError(
    'unknown-claim',
    `${platform.name} has no claim '${id}'`,
    close === undefined ? 'list them with `attest claims`' : `did you mean '${close}'?`,
  );
}
