import { latestTag } from './facts/compute.js';
import type { Rule } from './finding.js';

/** Two revisions under one name cannot be told apart, so there is nothing to roll back to. */
export const mutableImageTag: Rule = {
  id: 'mutable-image-tag',
  title: 'A container image must be named by a tag that never moves',
  check({ services, delivery }) {
    return services.flatMap(({ id, container, section }, i) => {
      const { image } = container;
      const moves = !image.includes('@sha256:') && (!/:[^/]+$/.test(image) || image.endsWith(':latest'));
      if (!moves) return [];
      return [
        {
          path: `services[${i}].container.image`,
          section: container.section ?? section,
          message: `${id} runs ${image}: which revision that is depends on the hour${delivery.rollback?.automatic ? ', and the automatic rollback pulls the same image again' : ''}`,
          arithmetic: `1 name for every revision; revisions that it can tell apart: 1 < 2 (the new one, and the one to roll back to)`,
          remedy:
            'tag images with the commit (or pin the digest) and let the pipeline write that into the manifest',
          sources: [latestTag],
        },
      ];
    });
  },
};
