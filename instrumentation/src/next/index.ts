export { getTelemetry } from './get-telemetry.js';
export { healthRoute, readyRoute } from './health-routes.js';
export { onRequestError } from './on-request-error.js';
export { register } from './register.js';
export { withTelemetry } from './with-telemetry.js';
