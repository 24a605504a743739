import { describe, expect, it } from 'vitest';
import { jobFacts } from './job-facts.js';
import { linkTo } from './link.js';

const trace = 'a'.repeat(32);
const span = 'b'.repeat(16);
const traceparent = `00-${trace}-${span}-01`;

describe('the link of an attempt to whoever asked for the job', () => {
  it('is the span that the job carries', () => {
    expect(linkTo(traceparent)).toEqual([
      { context: { traceId: trace, spanId: span, traceFlags: 1, isRemote: true } },
    ]);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${trace}-${span}`,
    `ff-${trace}-${span}-01`,
    `00-${'0'.repeat(32)}-${span}-01`,
    `00-${trace.toUpperCase()}-${span}-01`,
  ])('is none for %j', (text) => {
    expect(linkTo(text)).toEqual([]);
  });

  it.each([
    ['data of any job', { data: { traceparent } }],
    ['data of a BullMQ job', { attemptsMade: 0, data: { traceparent } }],
    ['data of a pg-boss job', { retryCount: 0, data: { traceparent } }],
    [
      'BullMQ’s own telemetry',
      { attemptsMade: 0, opts: { telemetry: { metadata: JSON.stringify({ traceparent }) } } },
    ],
  ])('is found in %s', (_what, job) => {
    expect(jobFacts(job).traceparent).toBe(traceparent);
  });
});
