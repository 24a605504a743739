import type { Frequency } from '../schema/index.js';
import { secretsInDeployments } from './facts/compute.js';
import type { Rule } from './finding.js';

const perYear: Readonly<Record<Frequency, number>> = {
  hourly: 8760,
  daily: 365,
  weekly: 52,
  monthly: 12,
  quarterly: 4,
  yearly: 1,
};

/** A deployment keeps the values that it was built with, so going back to it brings the old secrets back. */
export const rollbackRestoresOldSecrets: Rule = {
  id: 'rollback-restores-old-secrets',
  title: 'An automatic rollback must not bring back secrets that were rotated away',
  check({ security, delivery }) {
    const { secrets } = security;
    const fact = secrets === undefined ? undefined : secretsInDeployments[secrets.provider];
    if (secrets === undefined || fact === undefined || delivery.rollback?.automatic !== true) return [];
    return [
      {
        path: 'security.secrets.provider',
        section: security.section,
        message: `${secrets.provider} fixes secrets when a deployment is made: the first automatic rollback after a rotation goes back to ${secrets.kinds.join(', ')} that are no longer valid, and takes the service down`,
        arithmetic: `${secrets.kinds.length} kinds of secret × ${perYear[secrets.rotation]} rotations a year = up to ${secrets.kinds.length * perYear[secrets.rotation]} times a year that every earlier deployment becomes unusable`,
        remedy:
          'read secrets at run time from a secret manager, or keep the old value valid until no deployment that knows it can be rolled back to',
        sources: [fact.source],
      },
    ];
  },
};
