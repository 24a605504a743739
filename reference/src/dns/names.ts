/** The zone of the bed. `.test` is never delegated (RFC 6761, section 6.2). */
export const zone = 'attest.test';

/** How long an answer may be kept. A failover waits for it, so it is short. */
export const recordTtlSeconds = 5;

/** The record that names the database taking writes. */
export const primaryDatabaseName = `primary.db.${zone}`;

/** The record that names the region a service is served from. */
export function serviceOriginName(service: string): string {
  return `${service}.origin.${zone}`;
}

/** What `primaryDatabaseName` points to. */
export function databaseTarget(region: string): string {
  return `${region}.db.${zone}`;
}

/** What `serviceOriginName` points to. */
export function originTarget(region: string): string {
  return `${region}.origin.${zone}`;
}

/** The region that a database's or origin's target stands for; `undefined` for any other name. */
export function regionOfTarget(target: string): string | undefined {
  return /^([a-z0-9-]+)\.(?:db|origin)\.attest\.test$/.exec(target)?.[1];
}
