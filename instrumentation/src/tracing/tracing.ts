import type { IncomingMessage } from 'node:http';
import type { Context } from '@opentelemetry/api';

/** Labels of a sampled trace, for exemplars. */
export interface TraceIds {
  readonly trace_id: string;
  readonly span_id: string;
}

/** What is known of a request when its response closed. */
export interface RequestEnd {
  readonly method: string;
  /** Undefined when no route matched. */
  readonly route: string | undefined;
  readonly status: number;
  /** Empty when the request did not fail. */
  readonly errorType: string;
  readonly error: unknown;
}

/** The trace of one request, whether it is recorded or only passed on. */
export interface RequestTrace extends Context {
  readonly sampled: boolean;
  readonly ids: TraceIds;
  /** Pseudonymous id of who sent the request; the only thing about a user that is ever recorded. */
  userId: string | undefined;
  /** The ids of the trace, where it is recorded. */
  end(end: RequestEnd): TraceIds | undefined;
}

/** Loaded when traces are wanted; until then, and where they are not, there is none. */
export interface Tracing {
  /** Decides whether the request is recorded, before anything but this object is created. */
  begin(request: IncomingMessage, method: string): RequestTrace;
  /** Runs with the trace as active context, also for everything that it starts. */
  run<T>(trace: RequestTrace, call: () => T): T;
  /** The request that is being answered, if any. */
  current(): RequestTrace | undefined;
  /** Ids of the active span, recorded or not. */
  activeIds(): (TraceIds & { readonly sampled: boolean }) | undefined;
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}
