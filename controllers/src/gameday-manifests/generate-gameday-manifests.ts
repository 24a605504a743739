import { drilledEnvironment, drillTarget, type EnvironmentName, type Platform } from '@attest/platform';
import { stringify } from 'yaml';
import type { Manifest } from '../manifests/generate-manifests.js';
import { drillCronJob, ledgerVolume } from './drill-cron-job.js';
import { gamedayRbac } from './gameday-rbac.js';

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
  const jobs =
    drills.length === 0
      ? []
      : [
          ledgerVolume(namespace),
          ...drills.map((drill) => drillCronJob(drill, namespace, drillTarget(drill))),
        ];
  return [
    file(
      `${folder}/kubernetes-rbac.yml`,
      'What game days may do in a cluster whose services they break.',
      gamedayRbac(namespaces),
    ),
    ...(jobs.length === 0
      ? []
      : [
          file(
            `${folder}/drills.yml`,
            'Drills that take place by themselves; docs/gameday.md says what they need.',
            jobs,
          ),
        ]),
  ];
}

interface Validated {
  validate(): void;
  toJSON(): unknown;
}

function file(path: string, comment: string, objects: readonly Validated[]): Manifest {
  for (const object of objects) object.validate();
  const documents = objects.map((object) => stringify(object.toJSON()));
  return { path, content: `# ${comment} Generated; do not edit.\n${documents.join('---\n')}` };
}
