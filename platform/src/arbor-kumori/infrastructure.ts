import type { PlatformInput } from '../schema/index.js';

export const infrastructure: PlatformInput['infrastructure'] = {
  edge: { provider: 'Cloudflare', network: 'Cloudflare Global CDN' },
  compute: ['Vercel Functions', 'Kubernetes Cluster'],
  managedServices: ['Neon', 'Clerk'],
  section: 'Infrastructure Overview',
};
