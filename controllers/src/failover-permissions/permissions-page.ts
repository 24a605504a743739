import { cloudflareTokenPermissions } from '../failover/adapters/cloudflare/permissions.js';
import { neonPermission } from '../failover/adapters/neon/requests.js';

/** Which credentials the failover controller needs, and the least that each must be allowed to do. */
export function permissionsPage(environment: string, hasRbac: boolean): string {
  const cloudflare = Object.entries(cloudflareTokenPermissions).flatMap(([kind, permissions]) =>
    permissions.map(
      ({ permission, scope, why }) => `| \`cloudflare-${kind}\` | ${permission} | ${scope} | ${why} |`,
    ),
  );
  return `# Permissions of the failover controller (${environment})

Generated; do not edit. Each credential is made for the controller alone, and can do this and no more.

## Cloudflare

One API token, limited to the zone or the account that is failed over, and to the addresses that the controller calls from.

| traffic | permission | scope | what it does with it |
|---|---|---|---|
${cloudflare.join('\n')}

## PostgreSQL

\`postgresql.sql\` in this folder makes the role and grants it what it needs: no superuser, no table of a service, no replication. Servers stream to each
other with a role of their own (\`replication\`), whose password lies in a passfile there.

## Neon

${neonPermission[0]?.toUpperCase()}${neonPermission.slice(1)}: it can do everything there but delete the project. Neon has no narrower key. It is needed only to refuse clients, to take them again and to restore
a branch; a failover between regions Neon cannot do.

## Kubernetes

${
  hasRbac
    ? '`kubernetes-rbac.yml` in this folder, applied in the cluster of the region that takes over: get and patch of the scale and of the autoscaler of the services, by name. A\ntoken: `kubectl -n NAMESPACE create token failover-controller --duration=24h`.'
    : 'Nothing: Kubernetes does not orchestrate this environment.'
}

## Notices

PagerDuty: the integration key of one service (Events API v2). Slack: the incoming webhook of one channel. Mail: a login that may send from one address.
`;
}
