/**
 * `programs/vendors.js`: every vendor in one process, each on a port of its own. Reports the ports `replicate`, `ably`,
 * `webhooks`, `pagerduty`, `slack`, `smtp`, `heartbeat`, `admin` and `metrics`.
 */
export interface VendorsConfig {
  readonly environment: string;
  readonly revision: string;
  /** Models that the GPU vendor offers; others are answered with 404. */
  readonly models: readonly string[];
  /** From request to image; default 200. */
  readonly predictionMs?: number;
  /** Integration keys that the pager accepts; others are answered with 400. */
  readonly routingKeys: readonly string[];
  /** Kept per channel, the newest; default 10 000. */
  readonly keptPerChannel?: number;
}

export const vendorChannels = [
  'pagerduty',
  'slack',
  'email',
  'webhook',
  'heartbeat',
  'ably',
  'replicate',
] as const;
export type VendorChannel = (typeof vendorChannels)[number];

/** One thing that a vendor received, as `GET /received?channel=…` on the admin port answers it, oldest first
 * (`{ received: Received[], dropped: number }`; without `channel`, everything). */
export interface Received {
  readonly channel: VendorChannel;
  /** When the request was complete, on the monotonic clock of the machine. */
  readonly monotonicMs: number;
  readonly at: string;
  /** The line that a person would read first. */
  readonly summary: string;
  readonly dedupKey?: string;
  /** Who says to have sent it: `client` or `payload.source`, the user name, the sender's address, or the `user-agent`. */
  readonly sender?: string;
  /** The request's body, or the mail's headers and text. */
  readonly body: unknown;
}
