import type { AttestConfig, KubernetesGameday } from '../config.js';
import { findNamed } from '../find-named.js';

/** A real platform that game days may break. */
export interface RealGamedayTarget {
  readonly name: string;
  readonly environment: string;
  readonly entrances: Readonly<Record<string, string>>;
  readonly gameday: KubernetesGameday;
}

/** `undefined`: it is the test bed, or says nothing of game days. @throws CliError `unknown-name` */
export function realTarget({ targets }: AttestConfig, name: string): RealGamedayTarget | undefined {
  const [target] = findNamed('target', [name], targets, 'the targets stand in attest.config.ts');
  if (target?.kind !== 'external' || target.gameday === undefined) return undefined;
  const { environment, entrances, gameday } = target;
  return { name, environment, entrances, gameday };
}
