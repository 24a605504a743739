export type { ClientLine, ClockExchange, Completion, Invocation, ReadLine } from './client-line.js';
export { type ClientSample, clientSamples } from './client-sample.js';
export { type ClockOffset, clockOffset } from './clock-offset.js';
export {
  Generator,
  type GeneratorOptions,
  type GeneratorResult,
  type ManagedProcess,
  orderlyExitCodes,
  type Processes,
} from './generator.js';
export type { Load, Stream } from './load.js';
export { LoadError, type LoadErrorCode } from './load-error.js';
export { type Mix, mixedLoad } from './mixed-load.js';
