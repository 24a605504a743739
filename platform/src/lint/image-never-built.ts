import { counted } from './decimal.js';
import type { Rule } from './finding.js';

const builds = /docker (build|buildx|push)|buildah|kaniko|podman build|build-push-action/;

export const imageNeverBuilt: Rule = {
  id: 'image-never-built',
  title: 'An image that the orchestrator runs must be built and pushed by the workflow',
  check({ services, delivery }) {
    const { pipeline } = delivery;
    if (pipeline === undefined) return [];
    const text = pipeline.jobs.flatMap(({ steps }) =>
      steps.flatMap(({ run, uses }) => [...(run ?? []), uses ?? '']),
    );
    if (text.some((line) => builds.test(line))) return [];
    return services.flatMap(({ id, container, manifest }, i) => {
      if (manifest === undefined) return [];
      return [
        {
          path: `services[${i}].container.image`,
          section: manifest.section,
          message: `the ${manifest.kind} of ${id} runs ${container.image}, and the workflow builds no image and applies no manifest: a merge changes nothing in the cluster`,
          arithmetic: `steps of ${counted(pipeline.jobs.length, 'job')}: ${text.filter((line) => line !== '').length} commands and actions, that build or push an image: 0`,
          remedy:
            'build, scan and push the image with the tag of the commit, and apply the manifest with it; or drop the manifest',
          sources: [],
        },
      ];
    });
  },
};
