import type { Backend } from './index.js';
import { startAttest } from './start-attest.js';

/** What telemetry costs by itself: without what Attest saves Express. */
export const start = (backend: Backend) => startAttest(backend, false, { prepareRequests: false });
