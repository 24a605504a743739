import type { PlatformInput } from '../schema/index.js';

export const security: PlatformInput['security'] = {
  edgeProtection: {
    provider: 'Cloudflare',
    features: ['ddos_protection', 'waf_rules', 'bot_management', 'ssl_termination'],
  },
  secrets: {
    provider: 'Vercel',
    rotation: 'quarterly',
    kinds: ['database_urls', 'api_keys', 'jwt_secrets', 'encryption_keys'],
  },
  compliance: {
    scanning: ['dependency_check', 'container_scanning', 'infrastructure_scanning'],
    certifications: ['SOC2', 'GDPR', 'CCPA'],
  },
  section: 'Security Deployment › Security Infrastructure',
};
