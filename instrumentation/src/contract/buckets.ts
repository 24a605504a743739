/** HTTP latencies. Source: OpenTelemetry semantic conventions, `http.server.request.duration`; 1 s is the promised p99. */
export const requestBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
] as const;

/** Jobs, up to the 30-minute limit of a worker, which is a boundary so that "ran into the limit" can be counted. */
export const jobBuckets = [
  0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 900, 1200, 1800,
] as const;

/** Database operations. Source: OpenTelemetry semantic conventions, `db.client.operation.duration`. */
export const databaseBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] as const;

/** GPU predictions: warm images take seconds, a cold start minutes. */
export const predictionBuckets = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1800] as const;

/** Failover steps; 30 s (detection) and 120 s (the whole failover) are promised and therefore boundaries. */
export const failoverBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300] as const;
