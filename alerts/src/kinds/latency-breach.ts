import { latencyCases } from '../testing/latency-cases.js';
import { ceilingBreach } from './ceiling-breach.js';

export const latencyBreach = ceilingBreach({
  indicator: 'p99_latency',
  title: 'The p99 latency is above the ceiling of the architecture',
  promise: 'latency',
  figure: 'duration',
  enough: (_value, events, least) => `${events} >= ${least}`,
  summary: (figure) => `p99 latency is ${figure}`,
  shown: (ceiling) => `${ceiling}s`,
  // A p99 exceeds its ceiling when more than one event in a hundred does.
  badShare: () => 0.01,
  cases: latencyCases,
});
