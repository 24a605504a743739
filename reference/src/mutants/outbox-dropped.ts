import type { WriteRequest } from '../services/write-request.js';

/** Stores a write without its jobs, as a service does that enqueues them later, in another transaction, and never gets there. */
export function withoutJobs(request: WriteRequest): WriteRequest {
  return { ...request, queues: [] };
}
