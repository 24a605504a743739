import { tidy } from '@attest/slo';
import { errorRateCases } from '../testing/error-rate-cases.js';
import { ceilingBreach } from './ceiling-breach.js';

/** Few failures matter only while some requests succeed: when all fail it is an outage, however little traffic is left. */
export const errorRateBreach = ceilingBreach({
  indicator: 'error_rate',
  title: 'The error rate is above the ceiling of the architecture',
  promise: 'availability',
  figure: 'percentage',
  enough: (value, events, least) => `${events} * ${value} >= ${least} or ${value} == 1`,
  summary: (figure) => `${figure} of the requests fail`,
  shown: (ceiling) => `${tidy(ceiling * 100)}%`,
  badShare: (ceiling) => ceiling,
  cases: errorRateCases,
});
