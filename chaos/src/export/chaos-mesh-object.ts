/*
 * The part of Chaos Mesh's custom resources that faults need. Source: the Go types of module
 * github.com/chaos-mesh/chaos-mesh/api, package v1alpha1, by which a test decodes what is generated.
 */

export interface PodSelector {
  readonly selector: {
    readonly namespaces: readonly string[];
    readonly labelSelectors?: Readonly<Record<string, string>>;
    readonly nodeSelectors?: Readonly<Record<string, string>>;
  };
  readonly mode: 'one' | 'all';
}

export interface PodChaosSpec extends PodSelector {
  readonly action: 'pod-kill' | 'pod-failure';
  readonly duration?: string;
  /** Seconds; 0 kills at once. */
  readonly gracePeriod?: number;
}

export interface NetworkChaosSpec extends PodSelector {
  readonly action: 'partition' | 'delay' | 'loss' | 'bandwidth';
  readonly duration: string;
  readonly direction: 'to' | 'from' | 'both';
  readonly target?: PodSelector;
  /** Names or addresses outside of the cluster. */
  readonly externalTargets?: readonly string[];
  readonly delay?: { readonly latency: string };
  /** Percent, as text. */
  readonly loss?: { readonly loss: string };
  /** `rate` as tc writes it, where `kbps` are kilobytes; `limit` and `buffer` in bytes. */
  readonly bandwidth?: { readonly rate: string; readonly limit: number; readonly buffer: number };
}

/** Of the wall clock, unless `clockIds` says otherwise. */
export interface TimeChaosSpec extends PodSelector {
  /** As Go writes a duration, with a sign. */
  readonly timeOffset: string;
  readonly duration: string;
}

export type ChaosMeshSpec =
  | { readonly kind: 'PodChaos'; readonly spec: PodChaosSpec }
  | { readonly kind: 'NetworkChaos'; readonly spec: NetworkChaosSpec }
  | { readonly kind: 'TimeChaos'; readonly spec: TimeChaosSpec };

export type ChaosMeshObject = ChaosMeshSpec & {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
};
