import { type Platform, primaryRegion } from '@attest/platform';
import { ControllerError } from '../controller-error.js';
import { type DetectionConfig, defaultDetection, detectionBoundSeconds } from './detection-config.js';
import { type TriggerName, triggerNames } from './journal.js';
import type { Replication } from './promotion.js';

export interface FailoverConfig {
  platform: string;
  regions: readonly string[];
  /** The region whose database is primary when nothing has happened yet. */
  primary: string;
  /** The only region that may take over. */
  takeover: string;
  /** Triggers that may start a failover, automatic and manual ones. */
  enabled: readonly TriggerName[];
  services: readonly string[];
  /** DNS records that follow the primary region: the database's, and each service's origin. */
  records: readonly string[];
  channels: readonly string[];
  /** Instances that each service must at least have in the takeover region before it takes over. Empty: nobody is scaled. */
  scale: Readonly<Record<string, number>>;
  replication: Replication;
  detection: DetectionConfig;
  /** Promote although asynchronous replication may lose acknowledged writes. Journalled whenever it makes a difference. */
  acceptDataLoss: boolean;
}

export interface FailoverOptions {
  records: readonly string[];
  /** What is really configured, where it differs from the catalog (a what-if). */
  replication?: Partial<Replication>;
  detection?: Partial<DetectionConfig>;
  acceptDataLoss?: boolean;
  scale?: Readonly<Record<string, number>>;
}

/** The controller's configuration from the catalog. Throws a {@link ControllerError} that names every problem. */
export function failoverConfig(platform: Platform, options: FailoverOptions): FailoverConfig {
  const { failover } = platform;
  const threshold = platform.monitoring.rules.find((rule) => rule.indicator === 'error_rate')?.threshold;
  const detection = { ...defaultDetection, errorThreshold: threshold, ...options.detection };
  const config: FailoverConfig = {
    platform: platform.id,
    regions: platform.regions.map((region) => region.id),
    primary: primaryRegion(platform).id,
    takeover: failover.takeover,
    enabled: triggerNames.filter((name) =>
      [...failover.automatic, ...failover.manual].some((it) => it === name),
    ),
    services: platform.services.map((service) => service.id),
    records: options.records,
    channels: failover.notify,
    scale: options.scale ?? {},
    replication: { ...failover.replication, ...options.replication },
    detection,
    acceptDataLoss: options.acceptDataLoss ?? false,
  };
  const problems = problemsOf(config, failover.detectionSeconds);
  if (problems.length > 0)
    throw new ControllerError(
      'invalid-failover-config',
      `the failover of ${platform.id} cannot be controlled:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'correct the catalog (regions, failover, monitoring.rules) or the options named above',
    );
  return config;
}

function problemsOf(config: FailoverConfig, promisedDetectionSeconds: number): string[] {
  const { detection, replication } = config;
  const problems: string[] = [];
  const check = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  check(config.regions.includes(config.takeover), `failover.takeover: ${config.takeover} is not a region`);
  check(config.takeover !== config.primary, `failover.takeover: ${config.takeover} is the primary itself`);
  check(
    replication.standbys.includes(config.takeover),
    `failover.replication.standbys: ${config.takeover} is to take over but is not a standby`,
  );
  check(
    replication.mode === 'asynchronous' ||
      (replication.quorum >= 1 && replication.quorum <= replication.standbys.length),
    `failover.replication.quorum: ${replication.quorum} of ${replication.standbys.length} standbys`,
  );
  check(config.records.length > 0, 'records: no DNS record would be changed');
  check(
    detection.errorThreshold !== undefined || !config.enabled.includes('high_error_rate'),
    'failover.automatic: high_error_rate is enabled, but monitoring.rules has no error_rate to compare with',
  );
  check(detection.consecutiveFailures >= 2, 'detection.consecutiveFailures: one lost probe would be enough');
  const bound = detectionBoundSeconds(detection);
  // A trigger that the catalog does not want cannot be too slow.
  const slowestSeconds = config.enabled.includes('high_error_rate')
    ? Math.max(bound.region, bound.errorRate)
    : bound.region;
  check(
    slowestSeconds < promisedDetectionSeconds,
    `detection: takes up to ${slowestSeconds} s, promised are less than ${promisedDetectionSeconds} s (failover.detectionSeconds)`,
  );
  return problems;
}
