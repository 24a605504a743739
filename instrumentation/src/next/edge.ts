// What `@attest/instrumentation/next` is in the edge runtime, which has neither node:http nor a process: see package.json.
export { getTelemetry } from './get-telemetry.js';
export { healthRoute, readyRoute } from './health-routes.js';
export { onRequestError } from './on-request-error.js';
export { register } from './register-edge.js';
export { withTelemetry } from './with-telemetry.js';
