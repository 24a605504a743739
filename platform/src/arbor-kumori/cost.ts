import type { PlatformInput } from '../schema/index.js';

export const cost: PlatformInput['cost'] = {
  optimization: {
    compute: {
      spotPercent: 40,
      reservedPercent: 30,
      onDemandPercent: 30,
      autoScaling: { scaleDownDelaySeconds: 300, targetUtilizationPercent: 70 },
    },
    storage: {
      lifecycle: [
        { tier: 'hot', fromDay: 0, toDay: 7 },
        { tier: 'warm', fromDay: 8, toDay: 30 },
        { tier: 'cold', fromDay: 31 },
      ],
      compression: { images: 'webp', logs: 'gzip', backups: 'zstd' },
    },
    bandwidth: { cdnCaching: 'aggressive', compression: 'brotli', http3: true },
    section: 'Cost Optimization › Resource Optimization',
  },
  monitoring: {
    granularity: 'hourly',
    dimensions: ['service', 'region', 'resource_type'],
    dailyBudgetUsd: 1000,
    anomalyDetection: true,
    forecastAlerts: true,
    reporting: {
      frequency: 'daily',
      recipients: ['finance', 'engineering'],
      metrics: ['cost_per_user', 'cost_per_request', 'infrastructure_efficiency'],
    },
    section: 'Cost Optimization › Cost Monitoring',
  },
  section: 'Cost Optimization',
};
