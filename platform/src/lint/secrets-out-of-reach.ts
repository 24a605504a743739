import { secretsInDeployments } from './facts/compute.js';
import type { Rule } from './finding.js';

export const secretsOutOfReach: Rule = {
  id: 'secrets-out-of-reach',
  title: 'Secrets must be kept where everything that needs them can read them',
  check({ security, workers, services }) {
    const { secrets } = security;
    const fact = secrets === undefined ? undefined : secretsInDeployments[secrets.provider];
    if (secrets === undefined || fact === undefined) return [];
    const outside = [
      ...workers.flatMap(({ id, deployment }) => (deployment === undefined ? [] : [{ id, deployment }])),
      ...services.flatMap(({ id, manifest }) =>
        manifest ? [{ id, deployment: `Kubernetes ${manifest.kind}` }] : [],
      ),
    ].filter(({ deployment }) => !deployment.startsWith(secrets.provider));
    if (outside.length === 0) return [];
    const names = outside.map(({ id, deployment }) => `${id} (${deployment})`);
    return [
      {
        path: 'security.secrets.provider',
        section: security.section,
        message: `${secrets.provider} gives its secrets to its own deployments; ${names.join(' and ')} run elsewhere, need ${secrets.kinds[0]} too, and nothing says where from`,
        arithmetic: `deployments that need secrets outside ${secrets.provider}: ${outside.length}; stores that they can read: 0`,
        remedy:
          'keep secrets in one manager that all of them read (External Secrets in the cluster, a sync to the other provider)',
        sources: [fact.source],
      },
    ];
  },
};
