import type { EnvironmentName, Platform } from '@attest/platform';
import { LoadError } from '../load-error.js';
import { capacityPlan } from './capacity-plan.js';

/** A file that the catalog generates; `path` is relative to the repository. */
export interface Artefact {
  readonly path: string;
  readonly content: string;
}

/** The plan of each service, for `k6 run` by hand; services without anything to send have none. */
export function generateCapacityPlans(
  platform: Platform,
  { environment }: { environment: EnvironmentName },
): Artefact[] {
  return platform.services.flatMap((service): Artefact[] => {
    try {
      const plan = capacityPlan(platform, service, 'by-hand');
      const path = `generated/${environment}/k6/${service.id}.json`;
      return [{ path, content: `${JSON.stringify(plan, null, 2)}\n` }];
    } catch (error) {
      if (error instanceof LoadError) return [];
      throw error;
    }
  });
}
