import type { PlatformInput } from '../schema/index.js';

const fargate = {
  title: 'AWS Fargate: pricing, Linux/x86 in US East (N. Virginia), as quoted by wring.co in March 2026',
  url: 'https://www.wring.co/blog/aws-fargate-pricing-guide',
  retrieved: '2026-11-26',
};
const stillToBeNamed =
  'An estimate: the architecture names regions of AWS, and not who runs the nodes of its Kubernetes cluster.';

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
  {
    id: 'fargate-vcpu',
    provider: 'AWS Fargate',
    item: 'vCPU',
    usd: 0.040_48,
    per: 'hour',
    source: fargate,
    note: stillToBeNamed,
  },
  {
    id: 'fargate-memory',
    provider: 'AWS Fargate',
    item: 'GB of memory',
    usd: 0.004_445,
    per: 'hour',
    source: fargate,
    note: stillToBeNamed,
  },
];
