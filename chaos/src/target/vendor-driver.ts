import type { Disturbance } from './disturbance.js';

/** What happens to the company that a platform buys from, as its clients see it. */
export type VendorTrouble =
  /** Answers every request with this status. */
  | { readonly kind: 'refuses'; readonly status: number }
  /** Accepts requests and never answers. */
  | { readonly kind: 'hangs' }
  | { readonly kind: 'slow'; readonly addedMs: number }
  /** Answers 429 to what exceeds this. */
  | { readonly kind: 'limits'; readonly perSecond: number }
  /** Requests are lost on the way there; the connection breaks. */
  | { readonly kind: 'loses-requests' }
  /** What was asked is done, and the connection breaks before the answer. */
  | { readonly kind: 'loses-answers' };

export interface VendorDriver {
  /** `vendor` as the target names it: `replicate`, `webhooks`, `pagerduty`, … */
  troubled(vendor: string, trouble: VendorTrouble): Disturbance;
}
