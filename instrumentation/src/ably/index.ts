export { type AblyClient, instrumentAbly } from './instrument-ably.js';
