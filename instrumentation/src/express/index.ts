export type { HealthOptions } from '../health/health-handler.js';
export { type HttpServerOptions, instrumentHttpServer, setRoute } from '../http/instrument-http-server.js';
export { type ExpressOptions, instrumentExpress } from './instrument-express.js';
