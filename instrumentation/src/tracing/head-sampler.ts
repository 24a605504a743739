import type { Context } from '@opentelemetry/api';
import {
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SamplingResult,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

const decidedKey = Symbol('attest.sampled');

/** Marks a context in which it is already decided that the next span is recorded. */
export function decided(context: Context): Context {
  return context.setValue(decidedKey, true);
}

/**
 * Parents decide for their children, as in OpenTelemetry's default; a span that begins a trace is recorded with this
 * probability, unless it was decided before: for requests that happens before the SDK is asked at all.
 */
export function headSampler(ratio: number): Sampler {
  const others = new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) });
  const recorded: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED };
  return {
    shouldSample: (context, ...rest) =>
      context.getValue(decidedKey) ? recorded : others.shouldSample(context, ...rest),
    toString: () => `HeadSampler{${ratio}}`,
  };
}
