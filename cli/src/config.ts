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
    };

/** Gives a configuration its types; changes nothing. */
export const defineConfig = (config: AttestConfig): AttestConfig => config;
