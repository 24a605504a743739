import { ChaosError } from '../chaos-error.js';
import type { KubernetesRegion, KubernetesSite } from './kubernetes-site.js';

/** @throws ChaosError `unsupported-by-target` */
export function regionOf({ regions }: KubernetesSite, region: string): KubernetesRegion {
  const found = regions[region];
  if (found !== undefined) return found;
  throw new ChaosError(
    'unsupported-by-target',
    `no cluster is configured in ${region}; there are ${Object.keys(regions).join(', ') || 'none'}`,
    'name its context and namespace in the target’s gameday.regions',
  );
}

export interface ServicePods {
  readonly service: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The services of the catalog, with the labels that their pods bear. */
export const servicesOf = ({ platform }: KubernetesSite): readonly ServicePods[] =>
  platform.services.map(({ id, manifest }) => ({ service: id, labels: manifest?.labels ?? { app: id } }));
