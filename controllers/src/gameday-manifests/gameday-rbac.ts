import { Role } from 'kubernetes-models/rbac.authorization.k8s.io/v1/Role';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';

/** The account of game days, in the namespace of what they break. */
export const gamedayAccount = 'gameday';

/**
 * What a game day asks of the API server, and nothing else. Pods have names that nobody knows beforehand, and the names of what is
 * made cannot be restricted, so that the namespace is the border: Kubernetes, "Using RBAC Authorization", referring to resources.
 */
export const gamedayRules = [
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete'] },
  { apiGroups: ['networking.k8s.io'], resources: ['networkpolicies'], verbs: ['create', 'delete', 'get'] },
  {
    apiGroups: ['chaos-mesh.org'],
    resources: ['podchaos', 'networkchaos'],
    verbs: ['create', 'delete', 'get'],
  },
];

/** For each namespace: an account, a role and what binds them. */
export function gamedayRbac(namespaces: readonly string[]) {
  return namespaces.flatMap((namespace) => {
    const metadata = { name: gamedayAccount, namespace };
    return [
      new ServiceAccount({ metadata, automountServiceAccountToken: false }),
      new Role({ metadata, rules: gamedayRules }),
      new RoleBinding({
        metadata,
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: gamedayAccount },
        subjects: [{ kind: 'ServiceAccount', name: gamedayAccount, namespace }],
      }),
    ];
  });
}
