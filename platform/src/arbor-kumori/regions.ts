import type { PlatformInput } from '../schema/index.js';

const section = 'Deployment Environments › Production Environment';

export const regions: PlatformInput['regions'] = [
  { id: 'us-east-1', role: 'primary', services: 'all', database: 'primary', section },
  { id: 'eu-west-1', role: 'secondary', services: 'all', database: 'read_replica', section },
  { id: 'ap-southeast-1', role: 'secondary', services: ['api', 'cdn'], database: 'read_replica', section },
];
