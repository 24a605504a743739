import type { Backend } from './index.js';
import { startAttest } from './start-attest.js';

/** Spans go to the OTLP receiver alone; `attest-sentry` sends them to Sentry as well. */
export const start = (backend: Backend) => startAttest(backend, false);
