import type { Platform } from '@attest/platform';
import type { Command } from '../runbook.js';

export const command = (run: string): Command => ({ kind: 'command', run });

export const sql = (statement: string, on: 'PRIMARY_URL' | 'STANDBY_URL' = 'PRIMARY_URL'): Command =>
  command(`psql "$${on}" -c "${statement}"`);

type Service = Platform['services'][number];

const namespaceOf = ({ manifest }: Service, environment: string) => manifest?.namespace ?? environment;
const isServerless = ({ deployment }: Service) => /vercel|lambda|functions/i.test(deployment);

/** How the previous release is brought back, where each service runs. */
export function rollBackCommands({ services }: Platform, environment: string): Command[] {
  return services.map((service) =>
    command(
      isServerless(service)
        ? `vercel rollback --yes --scope "$VERCEL_SCOPE"   # in the project ${service.id}; it names the deployment that serves again`
        : `kubectl -n ${namespaceOf(service, environment)} rollout undo deployment/${service.id}`,
    ),
  );
}

/** Seen where the service runs: what changed last. */
export function releaseCommands({ services }: Platform, environment: string): Command[] {
  return services.map((service) =>
    command(
      isServerless(service)
        ? `vercel ls ${service.id} --prod --scope "$VERCEL_SCOPE" | head -5`
        : `kubectl -n ${namespaceOf(service, environment)} rollout history deployment/${service.id}`,
    ),
  );
}

export const failoverState = command('curl -fsS "$FAILOVER_URL/state"');

export const startFailover = (trigger: 'maintenance' | 'security_incident', reason: string): Command =>
  command(`curl -fsS -X POST "$FAILOVER_URL/failover" -d '{"trigger":"${trigger}","reason":"${reason}"}'`);

/** Whether what Prometheus sees is what a client sees. */
export const readyCommands = ({ services }: Platform): Command[] =>
  services.map(({ id, readiness }) =>
    command(
      `curl -sS -o /dev/null -w '%{http_code} %{time_total}s\\n' "https://$HOST${readiness.path}"   # HOST: of ${id}`,
    ),
  );
