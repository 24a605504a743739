import type { FailoverTargetInput } from '@attest/controllers';
import type { Platform } from '@attest/platform';

/** What an `attest.config.ts` exports by default. */
export interface AttestConfig {
  readonly platform: Platform;
  /** What runs may act on, by the name used with `--target` and as a column of `attest claims`. */
  readonly targets: Readonly<Record<string, TargetConfig>>;
}

export type TargetConfig =
  /** The test bed on this machine: started for each run, removed after it. */
  | { readonly kind: 'reference' }
  /** A real platform. Its base URLs, by service id; game days on it need drivers of its own. */
  | {
      readonly kind: 'external';
      readonly environment: string;
      readonly entrances: Readonly<Record<string, string>>;
      /** What a failover acts on, and through whom. Without it none can be started there. */
      readonly failover?: FailoverTargetInput;
      /** Where game days may break what, and how that is seen. Without it none runs there. */
      readonly gameday?: KubernetesGameday;
    };

/** Services in Kubernetes that game days may break. */
export interface KubernetesGameday {
  readonly kind: 'kubernetes';
  /** Without it, `KUBECONFIG` or the user's own. */
  readonly kubeconfig?: string;
  /** The only namespaces that anything is done in, or looked at. */
  readonly namespaces: readonly string[];
  /** By region id. */
  readonly regions: Readonly<
    Record<
      string,
      {
        readonly context: string;
        readonly namespace: string;
        /** By service, a URL that answers 2xx while the service is ready in this region. */
        readonly probes: Readonly<Record<string, string>>;
      }
    >
  >;
}

/** Gives a configuration its types; changes nothing. */
export const defineConfig = (config: AttestConfig): AttestConfig => config;
