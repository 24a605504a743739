export { instrumentPool, type PoolOptions } from './instrument-pool.js';
