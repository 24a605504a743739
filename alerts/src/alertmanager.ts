import type { Platform } from '@attest/platform';
import { checkDelivery, type Delivery, type ReceiverId } from './delivery.js';

type Severity = keyof Platform['monitoring']['routes'];

/** In this order; the first is also where alerts go that no route knows, because somebody looks there. */
export const severities = ['critical', 'warning', 'info'] as const satisfies readonly Severity[];

/** What makes alerts one notification: `cluster` is an external label of Prometheus, where there are several. */
export const groupBy = ['cluster', 'environment', 'service', 'promise'] as const;

/** Name of the time interval, and of the severities that wait for its end. Critical alerts never do. */
export const maintenance = { name: 'maintenance', muted: ['warning', 'info'] as readonly Severity[] };

export const receiverName = (provider: ReceiverId): string => provider.toLowerCase();

export const receiversOf = ({ monitoring: { routes } }: Platform): ReceiverId[] => [
  ...new Set<ReceiverId>([...severities.map((severity) => routes[severity].provider), 'Heartbeat']),
];

/** Both labels are required: Alertmanager takes two alerts that lack a label for equal in it. */
const both = ['service=~".+"', 'promise=~".+"'];

/** While a graver alert of one promise fires, the lesser ones of it need nobody. Watchdog has neither severity. */
export const inhibitions = [
  { source: 'critical', target: 'warning|info' },
  { source: 'warning', target: 'info' },
].map(({ source, target }) => ({
  source_matchers: [`severity="${source}"`, ...both],
  target_matchers: [`severity=~"${target}"`, 'alertname!="Watchdog"', ...both],
  equal: [...groupBy],
}));

/** The catalog's maintenance window, where there is one. */
export function maintenanceOf({ database }: Platform, environment: string): MaintenanceWindow | undefined {
  const window = database.migrations?.production?.maintenanceWindow;
  return environment === 'production' ? window : undefined;
}
type MaintenanceWindow = NonNullable<
  NonNullable<NonNullable<Platform['database']['migrations']>['production']>['maintenanceWindow']
>;

export const clock = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

/**
 * Alertmanager's configuration: the catalog's routes by severity, Watchdog to the heartbeat, everything else visible.
 *
 * @throws AlertsError `no-destination`
 */
export function alertmanagerConfig(platform: Platform, environment: string, delivery: Delivery): object {
  const { routes } = platform.monitoring;
  const used = receiversOf(platform);
  checkDelivery(delivery, used);
  const window = maintenanceOf(platform, environment);
  return {
    templates: ['templates/*.tmpl'],
    route: {
      receiver: receiverName(routes.critical.provider),
      group_by: [...groupBy],
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
          ...(window && maintenance.muted.includes(severity) && { mute_time_intervals: [maintenance.name] }),
        })),
      ],
    },
    inhibit_rules: inhibitions,
    ...(window && {
      time_intervals: [
        {
          name: maintenance.name,
          time_intervals: [
            {
              weekdays: [window.day.toLowerCase()],
              times: [{ start_time: clock(window.fromHourUtc), end_time: clock(window.toHourUtc) }],
              location: 'UTC',
            },
          ],
        },
      ],
    }),
    receivers: used.map((id) => ({ name: receiverName(id), ...delivery.receivers[id] })),
  };
}
