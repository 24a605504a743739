export * from './autoscaler/index.js';
export { type SwitchOutcome, type SwitchPorts, switchAndBack } from './blue-green/switch-and-back.js';
export * from './canary/index.js';
export * from './capacity-plan/capacity-plan.js';
export * from './controller-error.js';
export * from './failover/index.js';
export { generateFailoverPermissions } from './failover-permissions/generate-failover-permissions.js';
export { generateManifests, type Manifest } from './manifests/generate-manifests.js';
export * from './scaling-judge/index.js';
