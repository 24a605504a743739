import { arborKumori } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { parseWrite } from '../services/write-request.js';
import { withoutJobs } from './outbox-dropped.js';

describe('a service that drops its outbox', () => {
  it('stores the same write, and none of the jobs that it was to have', () => {
    const resources = arborKumori.services.flatMap((service) => service.resources);
    for (const resource of resources) {
      const isGpu = resource.fulfilledBy === 'gpu';
      const model = arborKumori.gpu?.models[0] ?? '';
      const write = parseWrite(resource, [model], 'k', { content: 'x', ...(isGpu ? { model } : {}) });
      if ('status' in write) throw new Error(write.message);
      expect(write.queues.length).toBeGreaterThan(0);
      expect(withoutJobs(write)).toEqual({ ...write, queues: [] });
    }
  });
});
