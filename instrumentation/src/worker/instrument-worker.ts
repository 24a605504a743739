import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { errorType } from '../error-type.js';
import type { Telemetry } from '../telemetry.js';
import { type JobFacts, jobFacts } from './job-facts.js';
import { linkTo } from './link.js';

export interface WorkerOptions<Job = never> {
  readonly queue: string;
  /** For jobs that are neither BullMQ's nor pg-boss'. */
  readonly describe?: (job: Job) => JobFacts;
  /**
   * How long an attempt may take. Then its signal is aborted and it is recorded, as a failure of type `timeout`, and sent: what
   * comes after may be the end of the process. Default: no limit.
   */
  readonly limitSeconds?: number;
  readonly clock?: WorkerClock;
}

export interface WorkerClock {
  nowMs(): number;
  /** Calls back once; returns the function that cancels it. Default: setTimeout. */
  after?(milliseconds: number, call: () => void): () => void;
}

export interface Worker<Job> {
  /** Runs one attempt at a job. Job, result and error pass through unchanged. */
  run<J extends Job, R>(job: J, handler: (job: J, signal: AbortSignal) => R | Promise<R>): Promise<R>;
}

const systemAfter: NonNullable<WorkerClock['after']> = (milliseconds, call) => {
  const timer = setTimeout(call, milliseconds).unref();
  return () => clearTimeout(timer);
};

/** `error_type` of an attempt that ran into the limit, and of one that the end of its process cut off. */
const timedOut = 'timeout';
const cutOff = 'terminated';

/** Duration, outcome, wait, retries and dead letters of the jobs of one queue; a trace of its own for every attempt. */
// biome-ignore lint/suspicious/noExplicitAny: without `describe` any job is accepted
export function instrumentWorker<Job = any>(telemetry: Telemetry, options: WorkerOptions<Job>): Worker<Job> {
  const { queue, describe = jobFacts, limitSeconds } = options;
  const nowMs = (): number => (options.clock ? options.clock.nowMs() : Date.now());
  const after = options.clock?.after?.bind(options.clock) ?? systemAfter;
  const duration = telemetry.histogram('messaging_process_duration_seconds');
  const wait = telemetry.histogram('queue_wait_seconds');
  const retries = telemetry.counter('queue_retries_total');
  const deadLetters = telemetry.counter('queue_dead_letter_total');
  const tracer = trace.getTracer('@attest/instrumentation');
  // Both exist from the start, so that the first one is seen as an increase.
  retries.inc({ queue }, 0);
  deadLetters.inc({ queue }, 0);
  const running = new Set<(type: string) => void>();
  // Whatever still runs now will not be finished: the process drained as long as it could, or it dies.
  telemetry.onShutdown(() => {
    for (const fail of running) fail(cutOff);
  });

  const failed = (facts: JobFacts, error: unknown): void => {
    const { attempt, maximumAttempts } = facts;
    // BullMQ's way of saying that another attempt would be useless.
    const final = error instanceof Error && error.name === 'UnrecoverableError';
    if (final) deadLetters.inc({ queue });
    else if (attempt === undefined || maximumAttempts === undefined) return;
    else if (attempt >= maximumAttempts) deadLetters.inc({ queue });
    else retries.inc({ queue });
  };

  const attempt = async <J extends Job, R>(
    job: J,
    facts: JobFacts,
    span: Span,
    handler: (job: J, signal: AbortSignal) => R | Promise<R>,
  ): Promise<R> => {
    const startMs = nowMs();
    const { attempt: number = 1, runnableAtMs } = facts;
    if (number === 1 && runnableAtMs !== undefined) {
      wait.observe({ queue }, Math.max(0, startMs - runnableAtMs) / 1000);
    }
    const controller = new AbortController();
    const record = (outcome: 'success' | 'failure', type: string, error?: unknown): void => {
      if (!running.delete(fail)) return;
      duration.observe(
        { messaging_destination_name: queue, outcome, error_type: type },
        Math.max(0, nowMs() - startMs) / 1000,
      );
      if (outcome === 'failure') {
        failed(facts, error);
        span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', type);
      }
      span.end();
    };
    const fail = (type: string): void => record('failure', type);
    running.add(fail);
    const cancelLimit =
      limitSeconds === undefined
        ? () => {}
        : after(limitSeconds * 1000, () => {
            fail(timedOut);
            controller.abort(new DOMException(`${queue}: the limit of ${limitSeconds} s`, 'TimeoutError'));
            void telemetry.flush();
          });
    telemetry.lifecycle.begin();
    try {
      const result = await handler(job, controller.signal);
      record('success', '');
      return result;
    } catch (error) {
      record('failure', errorType(error), error);
      telemetry.reportError(error, { handled: false, transaction: `process ${queue}` });
      throw error;
    } finally {
      cancelLimit();
      telemetry.lifecycle.end();
    }
  };

  return {
    run(job, handler) {
      const facts = describe(job);
      const span = tracer.startSpan(`process ${queue}`, {
        root: true,
        kind: SpanKind.CONSUMER,
        links: linkTo(facts.traceparent),
        attributes: { 'messaging.destination.name': queue, 'messaging.operation.type': 'process' },
      });
      return context.with(trace.setSpan(context.active(), span), () => attempt(job, facts, span, handler));
    },
  };
}
