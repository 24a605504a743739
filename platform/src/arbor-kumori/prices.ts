import type { PlatformInput } from '../schema/index.js';

/**
 * List prices, looked up. A GPU type without an entry has no known price, which is not the same as none:
 * Replicate's page lists no V100.
 */
export const prices: NonNullable<PlatformInput['prices']> = [
  {
    id: 'replicate-a100',
    provider: 'Replicate',
    item: 'A100',
    vendorName: 'gpu-a100-large (Nvidia A100, 80 GB)',
    usd: 5.04,
    per: 'hour',
    source: { title: 'Replicate pricing', url: 'https://replicate.com/pricing', retrieved: '2026-11-23' },
    note: 'Billed by the second; the instances of a deployment are paid for as long as they are online, idle or not.',
  },
];
