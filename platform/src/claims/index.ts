export type { Claim, Promised, PromiseOperator } from './claim.js';
