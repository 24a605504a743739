/** What the edge is told when it starts. */
export interface EdgeConfig {
  readonly services: readonly EdgeService[];
  /** Local port of the link to a region's ingress: by region, then by service. */
  readonly links: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly dnsPort: number;
  readonly environment: string;
  readonly revision: string;
}

export interface EdgeService {
  readonly id: string;
  /** Asked of every origin, e.g. `/api/ready`. */
  readonly readinessPath: string;
}

/** Whole answer of an origin; longer is 504. The same as the deadline that the services give themselves. */
export const responseTimeoutMs = 2000;

/**
 * Health checks of origins: quick, because a failover starts with noticing, but no stricter than the answers that clients are
 * given. An origin that is merely slow must not be taken for one that is gone.
 */
export const originHealthCheck = {
  periodMs: 1000,
  timeoutMs: responseTimeoutMs,
  failures: 2,
  successes: 2,
} as const;
