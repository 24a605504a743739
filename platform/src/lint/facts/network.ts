import type { Source } from '../../schema/index.js';

const retrieved = '2026-11-23';

export const subnetsInRegions: Source = {
  title: 'AWS: a VPC spans the zones of one region, a subnet lies in one zone',
  url: 'https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html',
  retrieved,
};

export const protectOrigin: Source = {
  title: 'Cloudflare: protect your origin server',
  url: 'https://developers.cloudflare.com/fundamentals/security/protect-your-origin-server/',
  retrieved,
};
