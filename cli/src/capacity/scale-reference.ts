import type { EvidenceBody } from '@attest/evidence';
import type { ApiService, Platform } from '@attest/platform';
import { stressCluster, stressService } from '@attest/reference';

interface Progress {
  done(what: string, detail?: string): void;
}

/**
 * The stress of the reference: what decides about instances is the bed's own, the instances are virtual. With a service that GPU
 * workers complete, their clusters are stressed as well.
 */
export async function scaleReference(
  platform: Platform,
  service: ApiService,
  record: (body: EvidenceBody) => Promise<unknown>,
  progress: Progress,
): Promise<void> {
  const isCompletedByGpus = service.resources.some(({ fulfilledBy }) => fulfilledBy === 'gpu');
  const clusters = isCompletedByGpus ? (platform.gpu?.clusters ?? []) : [];
  const seen = [
    stressService(platform, service),
    ...clusters.map((cluster) => stressCluster(platform, cluster)),
  ];
  for (const scaling of seen) {
    await record({ kind: 'capacity-scaling', ...scaling });
    const counts = scaling.observations.map(({ replicas }) => replicas);
    const steps = counts.filter((count, at) => count !== counts[at - 1]);
    const last = scaling.observations.at(-1)?.t ?? 0;
    progress.done(scaling.subject, `${steps.join(' ')} instances in ${last / 60} reckoned minutes`);
  }
  progress.done('virtual instances', 'nothing of this was measured on a real one; see the reasons');
}
