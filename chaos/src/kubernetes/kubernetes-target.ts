import { primaryFirst } from '@attest/platform';
import type { NotTold, Target } from '../target/index.js';
import type { KubernetesSite } from './kubernetes-site.js';
import { networkDriver } from './network-driver.js';
import { podDriver } from './pod-driver.js';

export interface KubernetesTargetFacts {
  readonly name: string;
  readonly environment: string;
  readonly revision: string;
  readonly entrances: Readonly<Record<string, string>>;
}

/** A cluster is no witness to what only the test bed shows. */
const cannotTell: readonly NotTold[] = [
  {
    of: 'history',
    because:
      'nobody reads the databases of a real target around its services, so that losses would not be seen',
  },
  { of: 'failover', because: 'a failover controller of a real target is not listened to by a game day' },
  { of: 'notification', because: 'what the channels of a real target receive is not seen by a game day' },
];

/** Services in Kubernetes as something that a game day can act on. */
export function kubernetesTarget(site: KubernetesSite, facts: KubernetesTargetFacts): Target {
  return {
    ...facts,
    regions: primaryFirst(site.platform),
    takeover: site.platform.failover.takeover,
    urls: Object.entries(facts.entrances).map(([name, url]) => ({ name, url })),
    instances: podDriver(site),
    links: networkDriver(site),
    cannotTell,
    onUnexpectedExit: () => () => {},
  };
}
