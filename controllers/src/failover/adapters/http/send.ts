import { setTimeout as delay } from 'node:timers/promises';
import { type Dispatcher, errors, request as undiciRequest } from 'undici';
import type { AdapterOptions } from '../mode.js';
import { failureError, malformedAnswer } from './failure-error.js';
import { type HttpRequest, shownForm, wireForm } from './http-request.js';
import { type Failure, pauseBeforeRetry, type RetryLimits, usualLimits } from './retry.js';

export interface SendOptions extends AdapterOptions {
  /** For one attempt. */
  readonly timeoutMs?: number;
  readonly limits?: RetryLimits;
  /** Carries the client certificate and the authority of a Kubernetes cluster. */
  readonly dispatcher?: Dispatcher;
}

/** What a vendor's answers mean. */
export interface Reading<T> {
  /** The value of a successful answer; throws when it is not what the documentation says. */
  value(text: string, status: number): T;
  /** What the body of an error says. */
  error(text: string): string;
  /** Answered without sending in a dry run. */
  readonly assumed: T;
  /** Statuses that are answers although they are no success, e.g. 404 where something may be absent. */
  readonly accepts?: readonly number[];
}

const usualTimeoutMs = 1500;
/** No answer that is expected here is longer. */
const longestAnswer = 1_000_000;

/**
 * Sends a request, again where that may help, and gives the value of its answer.
 *
 * @throws ControllerError with one of the adapter codes
 */
export async function send<T>(
  request: HttpRequest,
  reading: Reading<T>,
  options: SendOptions,
  signal: AbortSignal,
): Promise<T> {
  options.record({ adapter: request.adapter, request: shownForm(request) });
  if (options.mode === 'dry-run') return reading.assumed;
  const { limits = usualLimits } = options;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const { failure, status, text, cause } = await attemptOnce(request, options, signal);
    if (failure === undefined || isAccepted(failure, reading))
      return readAnswer(request, reading, text, status);
    const pause = pauseBeforeRetry(failure, attempt, request.idempotent, Date.now(), limits);
    if (pause === undefined) {
      throw failureError(request, failure, explain(reading, failure, text, cause), attempt, cause);
    }
    await delay(pause, undefined, { signal });
  }
}

interface Attempt {
  readonly failure?: Failure;
  readonly status: number;
  readonly text: string;
  readonly cause?: unknown;
}

async function attemptOnce(
  request: HttpRequest,
  options: SendOptions,
  signal: AbortSignal,
): Promise<Attempt> {
  const { url, headers, body } = wireForm(request);
  const timeout = AbortSignal.timeout(options.timeoutMs ?? usualTimeoutMs);
  try {
    const answer = await undiciRequest(url, {
      method: request.method,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(options.dispatcher === undefined ? {} : { dispatcher: options.dispatcher }),
      signal: AbortSignal.any([signal, timeout]),
    });
    const text = (await answer.body.text()).slice(0, longestAnswer);
    const status = answer.statusCode;
    if (status >= 200 && status < 300) return { text, status };
    const retryAfter = answer.headers['retry-after'];
    return {
      text,
      status,
      failure: { kind: 'status', status, ...(typeof retryAfter === 'string' && { retryAfter }) },
    };
  } catch (cause) {
    // The caller gave up: not a failure of the service.
    if (signal.aborted) throw cause;
    const isLate = timeout.aborted || cause instanceof errors.ConnectTimeoutError;
    return { text: '', status: 0, cause, failure: { kind: isLate ? 'timed-out' : 'unreachable' } };
  }
}

const isAccepted = <T>(failure: Failure, { accepts = [] }: Reading<T>): boolean =>
  failure.kind === 'status' && accepts.includes(failure.status);

function readAnswer<T>(request: HttpRequest, { value }: Reading<T>, text: string, status: number): T {
  try {
    return value(text, status);
  } catch (cause) {
    throw malformedAnswer(request, (cause as Error).message, cause);
  }
}

function explain<T>({ error }: Reading<T>, failure: Failure, text: string, cause: unknown): string {
  if (failure.kind !== 'status') return cause instanceof Error ? describeCause(cause) : '';
  try {
    return error(text);
  } catch {
    // An error page of something in between; its beginning tells who it was.
    return text.replaceAll(/\s+/g, ' ').trim().slice(0, 120);
  }
}

/** `connect ECONNREFUSED …`, `getaddrinfo ENOTFOUND …`: says where, and never holds a header. */
const describeCause = (error: Error): string =>
  ('code' in error && typeof error.code === 'string' ? error.code : error.name) +
  (error.message === '' || error.name === 'TimeoutError' ? '' : ` ${error.message}`);
