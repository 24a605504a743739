import { drilledEnvironment, drillTarget, type EnvironmentName, type Platform } from '@attest/platform';
import { documentsOf } from '../manifests/documents.js';
import type { Manifest } from '../manifests/generate-manifests.js';
import { drillCronJob, ledgerVolume } from './drill-cron-job.js';
import { gamedayRbac } from './gameday-rbac.js';

const generated = 'Generated; do not edit.\n';

/**
 * What game days need in a cluster: the least that they may do, and the jobs of the drills. Nothing where somebody else
 * orchestrates. Every object is validated against the schema of its kind.
 */
export function generateGamedayManifests(platform: Platform, environment: EnvironmentName): Manifest[] {
  const { infrastructure } = platform.environments[environment];
  if (infrastructure?.orchestration !== 'Kubernetes') return [];
  const folder = `generated/${environment}/gameday`;
  const namespaces = [
    ...new Set(platform.services.map(({ manifest }) => manifest?.namespace ?? environment)),
  ];
  const [namespace = environment] = namespaces;
  const drills =
    environment === drilledEnvironment ? platform.drills.filter(({ on }) => on === 'cluster') : [];
  const files = [
    {
      path: `${folder}/kubernetes-rbac.yml`,
      content: `# What game days may do in a cluster whose services they break. ${generated}${documentsOf(gamedayRbac(namespaces))}`,
    },
  ];
  if (drills.length > 0) {
    const jobs = drills.map((drill) => drillCronJob(drill, namespace, drillTarget(drill)));
    files.push({
      path: `${folder}/drills.yml`,
      content: `# Drills that take place by themselves; docs/gameday.md says what they need. ${generated}${documentsOf([ledgerVolume(namespace), ...jobs])}`,
    });
  }
  return files;
}
