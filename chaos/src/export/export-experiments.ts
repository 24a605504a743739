import { type Platform, primaryRegion } from '@attest/platform';
import { stringify } from 'yaml';
import { type Experiment, type ExperimentName, experiments } from '../experiments/index.js';
import { siteOf } from '../faults/site-of.js';
import type { Artefact } from './artefact.js';
import { chaosMeshObjects } from './chaos-mesh.js';
import type { MeshContext } from './chaos-mesh-specs.js';
import { chaosToolkitExperiment } from './chaos-toolkit.js';

/** The environment that has several regions, and a cluster in them. */
const exportedEnvironment = 'production';

/**
 * Experiments for tools that a platform may have already: Chaos Mesh objects, and Chaos Toolkit experiments that apply them.
 * What cannot be exported is listed with its reason.
 */
export function exportExperiments(platform: Platform, { environment }: { environment: string }): Artefact[] {
  if (environment !== exportedEnvironment) return [];
  const folder = `generated/${environment}`;
  const notExported: Record<string, string> = {};
  const files: Artefact[] = [];
  for (const name of Object.keys(experiments) as ExperimentName[]) {
    const objects = chaosMeshObjects(name, contextOf(platform, experiments[name]));
    if ('because' in objects) {
      notExported[name] = objects.because;
      continue;
    }
    files.push(
      {
        path: `${folder}/chaos-mesh/${name}.yaml`,
        content: header + objects.map(yaml).join('---\n'),
      },
      {
        path: `${folder}/chaos-toolkit/${name}.json`,
        content: json(chaosToolkitExperiment(name, platform, `../chaos-mesh/${name}.yaml`)),
      },
    );
  }
  return [...files, { path: `${folder}/chaos-mesh/not-exported.json`, content: json(notExported) }];
}

const header =
  '# Generated from the catalog by `attest generate`. Do not edit: change the catalog and generate again.\n';

const yaml = (object: unknown) => stringify(object, { aliasDuplicateObjects: false, lineWidth: 0 });
const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

function contextOf(platform: Platform, { watch }: Experiment): MeshContext {
  const seconds = watch.for === 'endurance' ? watch.seconds : platform.failover.durationSeconds;
  return {
    platform,
    site: siteOf(
      primaryRegion(platform).id,
      platform.failover.takeover,
      platform.regions.map(({ id }) => id),
    ),
    services: platform.services.flatMap((service) =>
      service.manifest === undefined ? [] : [{ ...service, manifest: service.manifest }],
    ),
    duration: `${seconds}s`,
  };
}
