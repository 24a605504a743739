import type { Board } from '../board.js';
import type { DashboardName } from '../model.js';
import { businessMetrics } from './business-metrics.js';
import { costAnalysis } from './cost-analysis.js';
import { failoverAndData } from './failover-and-data.js';
import { gpuAndQueues } from './gpu-and-queues.js';
import { infrastructureOverview } from './infrastructure-overview.js';
import { serviceHealth } from './service-health.js';
import { slo } from './slo.js';

/** Every dashboard, by its name. */
export const boards = {
  infrastructure_overview: infrastructureOverview,
  service_health: serviceHealth,
  business_metrics: businessMetrics,
  cost_analysis: costAnalysis,
  slo,
  gpu_and_queues: gpuAndQueues,
  failover_and_data: failoverAndData,
} as const satisfies Record<DashboardName, Board>;
