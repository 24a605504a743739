import type { NamedUrl } from '@attest/chaos';
import type { Platform } from '@attest/platform';
import type { Assembly } from './assembly.js';
import { portOf } from './context.js';

const local = (port: number) => `http://127.0.0.1:${port}`;

/** Where the services of a platform are reached, by their ids. */
export const entrancesOf = ({ services }: Platform, { edge }: Assembly): Readonly<Record<string, string>> =>
  Object.fromEntries(services.map(({ id }) => [id, local(portOf(edge, `service.${id}`))]));

/** Where somebody who looks around finds what. */
export function namedUrls(entrances: Readonly<Record<string, string>>, assembly: Assembly): NamedUrl[] {
  const { edge, controller, dns, vendors, monitoring, regions } = assembly;
  return [
    ...Object.entries(entrances).map(([name, url]) => ({ name, url })),
    { name: 'prometheus', url: local(monitoring.prometheusPort) },
    { name: 'alertmanager', url: local(monitoring.alertmanagerPort) },
    { name: 'vendors: what they received', url: `${local(portOf(vendors, 'admin'))}/received` },
    { name: 'edge: origins and their health', url: `${local(portOf(edge, 'admin'))}/state` },
    { name: 'failover controller', url: `${local(portOf(controller, 'admin'))}/state` },
    { name: 'dns: records', url: `${local(portOf(dns, 'admin'))}/records` },
    ...[...regions].map(([id, { ports }]) => ({
      name: `${id}: instances`,
      url: `${local(ports.admin ?? 0)}/status`,
    })),
  ];
}
