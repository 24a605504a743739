import { backupsOverSnapshotLimit } from './backups-over-snapshot-limit.js';
import { connectionsBelowInstances } from './connections-below-instances.js';
import { detectionSlowerThanPromised } from './detection-slower-than-promised.js';
import { extensionNameUnknown } from './extension-name-unknown.js';
import type { Rule } from './finding.js';
import { gpuMinimumOverBudget } from './gpu-minimum-over-budget.js';
import { mutableImageTag } from './mutable-image-tag.js';
import { productionDependenciesBeforeBuild } from './production-dependencies-before-build.js';
import { productionDeployWithoutCanary } from './production-deploy-without-canary.js';
import { replicaInAnotherRegion } from './replica-in-another-region.js';
import { secondaryCannotTakeOver } from './secondary-cannot-take-over.js';
import { stagingDeployedToProduction } from './staging-deployed-to-production.js';
import { stagingHoldsProductionData } from './staging-holds-production-data.js';
import { zeroLossWithAsynchronousReplicas } from './zero-loss-with-asynchronous-replicas.js';

/** Every rule, by its id, in the order in which findings are shown: what costs most first. */
export const rules = {
  'gpu-minimum-over-budget': gpuMinimumOverBudget,
  'zero-loss-with-asynchronous-replicas': zeroLossWithAsynchronousReplicas,
  'replica-in-another-region': replicaInAnotherRegion,
  'detection-slower-than-promised': detectionSlowerThanPromised,
  'secondary-cannot-take-over': secondaryCannotTakeOver,
  'connections-below-instances': connectionsBelowInstances,
  'extension-name-unknown': extensionNameUnknown,
  'backups-over-snapshot-limit': backupsOverSnapshotLimit,
  'staging-deployed-to-production': stagingDeployedToProduction,
  'staging-holds-production-data': stagingHoldsProductionData,
  'production-deploy-without-canary': productionDeployWithoutCanary,
  'mutable-image-tag': mutableImageTag,
  'production-dependencies-before-build': productionDependenciesBeforeBuild,
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
