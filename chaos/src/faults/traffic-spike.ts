import { disturbance } from './disturbance.js';

const factor = 3;

/** Everybody comes at once: a link in the news, or clients that all try again. */
export const trafficSpike = disturbance('traffic', (traffic) => traffic.spike(factor), {
  title: `${factor} times as many requests arrive as usual`,
  elsewhere: '`attest capacity --profile spike`, or k6 beside the usual traffic',
});
