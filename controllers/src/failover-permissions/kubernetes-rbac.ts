import type { ApiService } from '@attest/platform';
import { Role } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** The account of the failover controller, in the namespace of what it scales. */
const controllerAccount = 'failover-controller';

/** What the controller asks of the API server: see and change how many instances these services have, by name, and nothing else. */
const scalingRules = (services: readonly string[]) => [
  {
    apiGroups: ['apps'],
    resources: ['deployments/scale'],
    resourceNames: [...services],
    verbs: ['get', 'patch'],
  },
  {
    apiGroups: ['autoscaling'],
    resources: ['horizontalpodautoscalers'],
    resourceNames: [...services],
    verbs: ['get', 'patch'],
  },
];

/** For each namespace that has services: an account, a role and what binds them. */
export function kubernetesRbac(services: readonly ApiService[], environment: string) {
  const namespaceOf = ({ manifest }: ApiService) => manifest?.namespace ?? environment;
  return [...new Set(services.map(namespaceOf))].flatMap((namespace) => {
    const its = services.filter((service) => namespaceOf(service) === namespace);
    const metadata = { name: controllerAccount, namespace };
    return [
      new ServiceAccount({ metadata, automountServiceAccountToken: false }),
      new Role({ metadata, rules: scalingRules(its.map(({ id }) => id)) }),
      new RoleBinding({
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: controllerAccount },
        subjects: [{ kind: 'ServiceAccount', name: controllerAccount, namespace }],
      }),
    ];
  });
}
