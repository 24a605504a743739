import type { PlatformInput } from '../schema/index.js';

export const products: PlatformInput['products'] = [
  { id: 'arbor', name: 'Arbor', section: 'Service Deployment Architecture › Arbor Deployment' },
  { id: 'kumori', name: 'Kumori', section: 'Service Deployment Architecture › Kumori Deployment' },
];
