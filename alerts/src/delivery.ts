import type { Platform } from '@attest/platform';
import { AlertsError } from './alerts-error.js';

export type Provider = Platform['monitoring']['routes'][keyof Platform['monitoring']['routes']]['provider'];
export type ReceiverId = Provider | 'Heartbeat';

/** How each receiver is reached. Secrets are files that Alertmanager reads, never text in its configuration. */
export interface Delivery {
  receivers: Record<ReceiverId, object>;
  /** Time for alerts of one group to gather. */
  groupWait: string;
  /** Of a group that was notified: for new alerts, and for repetitions. */
  groupInterval: string;
  repeatInterval: string;
  heartbeatInterval: string;
}

/** Of each integration, the ways to say where it goes: one of each list must be there. */
const destinations: Record<string, readonly (readonly string[])[]> = {
  pagerduty_configs: [['routing_key_file', 'routing_key']],
  slack_configs: [['api_url_file', 'api_url']],
  email_configs: [['to'], ['from'], ['smarthost']],
  webhook_configs: [['url_file', 'url']],
};

/** @throws AlertsError `no-destination` naming every receiver that would tell nobody. */
export function checkDelivery({ receivers }: Delivery, used: readonly ReceiverId[]): void {
  const problems = used.flatMap((id) => {
    const integrations = Object.entries(receivers[id] ?? {}) as [string, Record<string, unknown>[]][];
    const configs = integrations.flatMap(([kind, list]) => list.map((config) => ({ kind, config })));
    if (configs.length === 0) return [`${id}: nothing is configured`];
    return configs.flatMap(({ kind, config }) =>
      (destinations[kind] ?? [])
        .filter((ways) => !ways.some((way) => isSaid(config[way])))
        .map((ways) => `${id}: ${ways.join(' or ')} is not given`),
    );
  });
  if (problems.length === 0) return;
  throw new AlertsError(
    'no-destination',
    `receivers that would tell nobody:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    'give an address and the directory of the secret files, or send this severity to another provider (monitoring.routes)',
  );
}

const isSaid = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';

/** Every file that a receiver in use reads a secret from. */
export function secretFiles({ receivers }: Delivery, used: readonly ReceiverId[]): string[] {
  const files = used.flatMap((id) =>
    (Object.values(receivers[id] ?? {}).flat() as Record<string, unknown>[]).flatMap((config) =>
      Object.entries(config).flatMap(([key, value]) => (key.endsWith('_file') ? [String(value)] : [])),
    ),
  );
  return [...new Set(files)];
}
