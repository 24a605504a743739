export { createHealthHandler, type HealthHandler, type HealthOptions } from './health-handler.js';
export {
  type Check,
  type CheckResult,
  createReadiness,
  type Readiness,
  type ReadinessClock,
  type ReadinessOptions,
  type ReadinessReport,
} from './readiness.js';
