/** What `GET /state?window=10` of the edge's admin listener answers. */
export interface EdgeState {
  readonly windowSeconds: number;
  readonly services: Readonly<Record<string, EdgeServiceState>>;
}

export interface EdgeServiceState {
  /** The region that requests go to now; `null` before DNS answered. */
  readonly activeOrigin: string | null;
  /** Share of the requests that a new revision gets, 0–1. */
  readonly canaryWeight: number;
  /** Region and monotonic time of the newest answer with success; `null` when there was none. */
  readonly lastSuccess: { readonly region: string; readonly monotonicMs: number } | null;
  /** Errors ÷ requests at the active origin within the window; `null` when there was no request, for unknown is not zero. */
  readonly errorRate: number | null;
  readonly origins: Readonly<Record<string, EdgeOriginState>>;
}

export interface EdgeOriginState {
  readonly healthy: boolean;
  /** Within the window. */
  readonly requests: number;
  readonly errors: number;
}
