import type { RecordEditParams, RecordResponse } from 'cloudflare/resources/dns/records';
import type { Pool, PoolEditParams } from 'cloudflare/resources/load-balancers/pools';
import { z } from 'zod';
import type { HttpRequest } from '../http/http-request.js';
import { jsonAnswer } from '../http/json-answer.js';
import type { Reading } from '../http/send.js';
import type { Secret } from '../secret.js';
import type { CloudflarePermission } from './permissions.js';

/** How the API is reached. */
export interface CloudflareAccess {
  readonly token: Secret;
  /** Another one than Cloudflare's only in tests. */
  readonly baseUrl?: string;
}

/** Source: Cloudflare API, "Getting started". */
const cloudflareApi = 'https://api.cloudflare.com/client/v4';

/** Records that can be pointed to a region. */
export type PointableRecord =
  | RecordEditParams.ARecord
  | RecordEditParams.AAAARecord
  | RecordEditParams.CNAMERecord;
type Body<T, Path extends keyof T> = Omit<T, Path>;

/** PATCH overwrites, so that a record says everything that it shall go on saying. */
export type RecordEdit = Pick<PointableRecord, 'name' | 'ttl' | 'type' | 'content' | 'proxied'>;
export type PoolEdit = Pick<Body<PoolEditParams, 'account_id'>, 'enabled'>;

/** Source: Cloudflare API, "DNS Record Details", `GET /zones/{zone_id}/dns_records/{dns_record_id}`. */
export const getRecord = (access: CloudflareAccess, zoneId: string, recordId: string): HttpRequest =>
  call(access, 'GET', `/zones/${zoneId}/dns_records/${recordId}`, 'DNS Read');

/** Source: Cloudflare API, "Update DNS Record", `PATCH` of the same. */
export const editRecord = (
  access: CloudflareAccess,
  zoneId: string,
  recordId: string,
  body: RecordEdit,
): HttpRequest => call(access, 'PATCH', `/zones/${zoneId}/dns_records/${recordId}`, 'DNS Write', body);

/** Source: Cloudflare API, "Pool Details", `GET /accounts/{account_id}/load_balancers/pools/{pool_id}`. */
export const getPool = (access: CloudflareAccess, accountId: string, poolId: string): HttpRequest =>
  call(
    access,
    'GET',
    `/accounts/${accountId}/load_balancers/pools/${poolId}`,
    'Load Balancing: Monitors and Pools Read',
  );

/** Source: Cloudflare API, "Patch Pool", `PATCH` of the same. */
export const editPool = (
  access: CloudflareAccess,
  accountId: string,
  poolId: string,
  body: PoolEdit,
): HttpRequest =>
  call(
    access,
    'PATCH',
    `/accounts/${accountId}/load_balancers/pools/${poolId}`,
    'Load Balancing: Monitors and Pools Write',
    body,
  );

function call(
  { token, baseUrl = cloudflareApi }: CloudflareAccess,
  method: HttpRequest['method'],
  path: string,
  permission: CloudflarePermission,
  body?: unknown,
): HttpRequest {
  return {
    adapter: 'Cloudflare',
    method,
    url: `${baseUrl}${path}`,
    headers: { authorization: token.prefixed('Bearer ') },
    ...(body === undefined ? {} : { body }),
    // A PATCH sets values; it adds nothing to what is there.
    idempotent: true,
    permission,
  };
}

export type RecordSeen = Pick<RecordResponse, 'name' | 'type' | 'ttl' | 'content' | 'proxied'>;
const record = z.object({
  name: z.string(),
  type: z.enum(['A', 'AAAA', 'CNAME']),
  ttl: z.number(),
  content: z.string(),
  proxied: z.boolean().exactOptional(),
}) satisfies z.ZodType<RecordSeen>;

export type PoolSeen = Required<Pick<Pool, 'id' | 'enabled'>>;
const pool = z.object({ id: z.string(), enabled: z.boolean() }) satisfies z.ZodType<PoolSeen>;

export const readRecord = (assumed: z.infer<typeof record>) => reading(record, assumed);
export const readPool = (assumed: PoolSeen) => reading(pool, assumed);

/** Every answer is an envelope that says whether it is a success. Source: Cloudflare API, "Make API calls". */
function reading<T>(schema: z.ZodType<T>, assumed: T): Reading<T> {
  const envelope = jsonAnswer(z.object({ success: z.literal(true), result: schema }));
  return { value: (text) => envelope(text).result as T, error: envelopeErrors, assumed };
}

const failed = jsonAnswer(
  z.object({ errors: z.array(z.object({ code: z.number(), message: z.string() })).min(1) }),
);
const envelopeErrors = (text: string): string =>
  failed(text)
    .errors.map(({ code, message }) => `${message} (${code})`)
    .join('; ');
