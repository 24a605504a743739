import { alertSlowerThanDetection } from './alert-slower-than-detection.js';
import { apiDeployedTwice } from './api-deployed-twice.js';
import { archivedAction } from './archived-action.js';
import { backupIntervalLosesWrites } from './backup-interval-loses-writes.js';
import { backupSharesTakeoverRegion } from './backup-shares-takeover-region.js';
import { backupsOverSnapshotLimit } from './backups-over-snapshot-limit.js';
import { blueGreenDoublesMinimum } from './blue-green-doubles-minimum.js';
import { canaryBelowOneInstance } from './canary-below-one-instance.js';
import { connectionsBelowInstances } from './connections-below-instances.js';
import { containerRunsAsRoot } from './container-runs-as-root.js';
import { databaseMemoryOvercommitted } from './database-memory-overcommitted.js';
import { databaseSettingsNotSettable } from './database-settings-not-settable.js';
import { detectionSlowerThanPromised } from './detection-slower-than-promised.js';
import { environmentFlagWithoutValue } from './environment-flag-without-value.js';
import { extensionNameUnknown } from './extension-name-unknown.js';
import { failoverLeavesDatabaseBehind } from './failover-leaves-database-behind.js';
import { failoverOnABadRelease } from './failover-on-a-bad-release.js';
import { failureNeverNotified } from './failure-never-notified.js';
import { fewerSubnetsThanRegions } from './fewer-subnets-than-regions.js';
import type { Rule } from './finding.js';
import { gpuMinimumOverBudget } from './gpu-minimum-over-budget.js';
import { gpuRegionNotSelectable } from './gpu-region-not-selectable.js';
import { gpuTypeNotOffered } from './gpu-type-not-offered.js';
import { imageNeverBuilt } from './image-never-built.js';
import { migrationMissingFromPipeline } from './migration-missing-from-pipeline.js';
import { modelRetired } from './model-retired.js';
import { mutableImageTag } from './mutable-image-tag.js';
import { npmAsFirstProcess } from './npm-as-first-process.js';
import { objectStoreLacksFeature } from './object-store-lacks-feature.js';
import { originOpenPastEdge } from './origin-open-past-edge.js';
import { productionDependenciesBeforeBuild } from './production-dependencies-before-build.js';
import { productionDeployWithoutCanary } from './production-deploy-without-canary.js';
import { replicaInAnotherRegion } from './replica-in-another-region.js';
import { replicasResetAutoscaling } from './replicas-reset-autoscaling.js';
import { restoreTestRarerThanRetention } from './restore-test-rarer-than-retention.js';
import { rollbackRestoresOldSecrets } from './rollback-restores-old-secrets.js';
import { runtimeEndOfLife } from './runtime-end-of-life.js';
import { scalingNotConfigurable } from './scaling-not-configurable.js';
import { scanMissingFromPipeline } from './scan-missing-from-pipeline.js';
import { secondaryCannotTakeOver } from './secondary-cannot-take-over.js';
import { secretsOnPullRequest } from './secrets-on-pull-request.js';
import { secretsOutOfReach } from './secrets-out-of-reach.js';
import { securityGroupOutsideVpc } from './security-group-outside-vpc.js';
import { spotNoticeShorterThanJob } from './spot-notice-shorter-than-job.js';
import { stagingDeployedToProduction } from './staging-deployed-to-production.js';
import { stagingHoldsProductionData } from './staging-holds-production-data.js';
import { stagingMigratesAReplica } from './staging-migrates-a-replica.js';
import { takeoverHasFewerGpus } from './takeover-has-fewer-gpus.js';
import { toolNotOnRunner } from './tool-not-on-runner.js';
import { utilizationTargetsDisagree } from './utilization-targets-disagree.js';
import { zeroLossWithAsynchronousReplicas } from './zero-loss-with-asynchronous-replicas.js';

/** Every rule, by its id, in the order in which findings are shown: what costs most first. */
export const rules = {
  'gpu-minimum-over-budget': gpuMinimumOverBudget,
  'zero-loss-with-asynchronous-replicas': zeroLossWithAsynchronousReplicas,
  'replica-in-another-region': replicaInAnotherRegion,
  'failover-leaves-database-behind': failoverLeavesDatabaseBehind,
  'failover-on-a-bad-release': failoverOnABadRelease,
  'detection-slower-than-promised': detectionSlowerThanPromised,
  'alert-slower-than-detection': alertSlowerThanDetection,
  'secondary-cannot-take-over': secondaryCannotTakeOver,
  'takeover-has-fewer-gpus': takeoverHasFewerGpus,
  'connections-below-instances': connectionsBelowInstances,
  'database-memory-overcommitted': databaseMemoryOvercommitted,
  'database-settings-not-settable': databaseSettingsNotSettable,
  'extension-name-unknown': extensionNameUnknown,
  'backups-over-snapshot-limit': backupsOverSnapshotLimit,
  'backup-interval-loses-writes': backupIntervalLosesWrites,
  'restore-test-rarer-than-retention': restoreTestRarerThanRetention,
  'backup-shares-takeover-region': backupSharesTakeoverRegion,
  'object-store-lacks-feature': objectStoreLacksFeature,
  'staging-deployed-to-production': stagingDeployedToProduction,
  'staging-holds-production-data': stagingHoldsProductionData,
  'staging-migrates-a-replica': stagingMigratesAReplica,
  'production-deploy-without-canary': productionDeployWithoutCanary,
  'canary-below-one-instance': canaryBelowOneInstance,
  'blue-green-doubles-minimum': blueGreenDoublesMinimum,
  'migration-missing-from-pipeline': migrationMissingFromPipeline,
  'image-never-built': imageNeverBuilt,
  'scan-missing-from-pipeline': scanMissingFromPipeline,
  'archived-action': archivedAction,
  'failure-never-notified': failureNeverNotified,
  'secrets-on-pull-request': secretsOnPullRequest,
  'tool-not-on-runner': toolNotOnRunner,
  'environment-flag-without-value': environmentFlagWithoutValue,
  'rollback-restores-old-secrets': rollbackRestoresOldSecrets,
  'secrets-out-of-reach': secretsOutOfReach,
  'mutable-image-tag': mutableImageTag,
  'production-dependencies-before-build': productionDependenciesBeforeBuild,
  'container-runs-as-root': containerRunsAsRoot,
  'npm-as-first-process': npmAsFirstProcess,
  'runtime-end-of-life': runtimeEndOfLife,
  'model-retired': modelRetired,
  'gpu-type-not-offered': gpuTypeNotOffered,
  'gpu-region-not-selectable': gpuRegionNotSelectable,
  'api-deployed-twice': apiDeployedTwice,
  'scaling-not-configurable': scalingNotConfigurable,
  'replicas-reset-autoscaling': replicasResetAutoscaling,
  'utilization-targets-disagree': utilizationTargetsDisagree,
  'spot-notice-shorter-than-job': spotNoticeShorterThanJob,
  'fewer-subnets-than-regions': fewerSubnetsThanRegions,
  'security-group-outside-vpc': securityGroupOutsideVpc,
  'origin-open-past-edge': originOpenPastEdge,
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof rules;
