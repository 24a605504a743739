import type { PlatformInput } from '../schema/index.js';

export const network: NonNullable<PlatformInput['network']> = {
  vpc: {
    cidr: '10.0.0.0/16',
    subnets: {
      public: ['10.0.1.0/24', '10.0.2.0/24'],
      private: ['10.0.101.0/24', '10.0.102.0/24'],
    },
  },
  securityGroups: [
    { name: 'web', ingress: [{ port: 443, source: '0.0.0.0/0' }] },
    { name: 'api', ingress: [{ port: 3000, source: 'web_sg' }] },
    { name: 'database', ingress: [{ port: 5432, source: 'api_sg' }] },
  ],
  section: 'Security Deployment › Network Security',
};
