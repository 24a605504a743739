import type { Platform } from '@attest/platform';

type Severity = keyof Platform['monitoring']['routes'];
type Provider = Platform['monitoring']['routes'][Severity]['provider'];

/** How each receiver is reached. Secrets are files that Alertmanager reads, never text in its configuration. */
export interface Delivery {
  receivers: Record<Provider | 'Heartbeat', object>;
  /** Time for alerts of one group to gather. */
  groupWait: string;
  /** Of a group that was notified: for new alerts, and for repetitions. */
  groupInterval: string;
  repeatInterval: string;
  heartbeatInterval: string;
}

/** In this order; the first is also where alerts go that no route knows, because somebody looks there. */
const severities = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];

const receiverName = (provider: Provider | 'Heartbeat'): string => provider.toLowerCase();

/** Alertmanager's configuration: the catalog's routes by severity, Watchdog to the heartbeat, everything else visible. */
export function alertmanagerConfig(platform: Platform, delivery: Delivery): object {
  const { routes } = platform.monitoring;
  const providers = [...new Set(severities.map((severity) => routes[severity].provider))];
  return {
    route: {
      receiver: receiverName(routes.critical.provider),
      group_by: ['environment', 'service', 'alertname'],
      group_wait: delivery.groupWait,
      group_interval: delivery.groupInterval,
      repeat_interval: delivery.repeatInterval,
      routes: [
        {
          receiver: receiverName('Heartbeat'),
          matchers: ['alertname="Watchdog"'],
          group_wait: '0s',
          group_interval: delivery.heartbeatInterval,
          repeat_interval: delivery.heartbeatInterval,
        },
        ...severities.map((severity) => ({
          receiver: receiverName(routes[severity].provider),
          matchers: [`severity="${severity}"`],
        })),
      ],
    },
    receivers: ([...providers, 'Heartbeat'] as const).map((provider) => ({
      name: receiverName(provider),
      ...delivery.receivers[provider],
    })),
  };
}
