import type { Backend } from './index.js';
import { startAttest } from './start-attest.js';

export const start = (backend: Backend) => startAttest(backend, true);
