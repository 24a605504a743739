/** What the edge counts; the adapter owns the names. */
export interface EdgeMetrics {
  request(observation: EdgeRequest): void;
  originHealthy(service: string, origin: string, healthy: boolean): void;
}

export interface EdgeRequest {
  readonly service: string;
  /** The region that was to answer. */
  readonly origin: string;
  readonly method: string;
  readonly status: number;
  readonly errorType: string | undefined;
  readonly seconds: number;
}
