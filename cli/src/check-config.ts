import { definePlatform, findProblems, nearest, type PlatformInput } from '@attest/platform';
import { z } from 'zod';
import { CliError } from './cli-error.js';
import type { AttestConfig, TargetConfig } from './config.js';

const text = z.string().min(1);
const url = z.url({ protocol: /^https?$/ });
const kubernetesGamedaySchema = z.strictObject({
  kind: z.literal('kubernetes'),
  kubeconfig: text.optional(),
  namespaces: z.array(text).min(1),
  regions: z.record(text, z.strictObject({ context: text, namespace: text, probes: z.record(text, url) })),
});

const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reference') }),
  z.strictObject({
    kind: z.literal('external'),
    environment: z.string(),
    entrances: z.record(z.string(), url),
    // Checked where it is there: few have it, and its schema is the controllers'.
    failover: z.looseObject({}).optional(),
    gameday: kubernetesGamedaySchema.optional(),
  }),
]);
const configSchema = z.strictObject({
  platform: z.looseObject({ services: z.array(z.looseObject({ id: z.string() })).optional() }),
  targets: z.record(z.string(), targetSchema),
});
type Checked = z.infer<typeof configSchema>;

/**
 * What a configuration file exports, checked as a whole. JavaScript may hand over a catalog that `definePlatform` has
 * never seen, so the catalog is checked here as well.
 *
 * @param shown the file, as its owner calls it
 * @throws CliError `config-invalid` with every problem and its path
 */
export function checkConfig(exported: unknown, shown: string): AttestConfig {
  const parsed = configSchema.safeParse(exported);
  const problems = parsed.success
    ? [...unknownServices(parsed.data), ...forbiddenNamespaces(parsed.data)]
    : parsed.error.issues.map((issue) => `${['default', ...issue.path].join('.')}: ${issue.message}`);
  const catalog = (exported as { platform?: unknown } | null | undefined)?.platform;
  if (typeof catalog === 'object' && catalog !== null) {
    problems.push(
      ...findProblems(catalog).map(({ where, what, why, fix }) => `${where}: ${what}: ${why} (${fix})`),
    );
  }
  if (problems.length > 0) {
    throw new CliError(
      'config-invalid',
      `${shown} is not a configuration:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'export default defineConfig({ platform: definePlatform({ … }), targets: { … } }); attest init writes a whole one',
    );
  }
  const { targets } = exported as { targets: Readonly<Record<string, TargetConfig>> };
  return { platform: definePlatform(catalog as PlatformInput), targets };
}

/** Regions whose services are in a namespace that game days were not allowed to touch. */
function forbiddenNamespaces({ targets }: Checked): string[] {
  return Object.entries(targets).flatMap(([name, target]) => {
    if (target.kind !== 'external' || target.gameday === undefined) return [];
    const { namespaces, regions } = target.gameday;
    return Object.entries(regions).flatMap(([region, { namespace }]) =>
      namespaces.includes(namespace)
        ? []
        : [
            `default.targets.${name}.gameday.regions.${region}.namespace: ${namespace} is not among the namespaces that game days may touch (${namespaces.join(', ')}); name it in gameday.namespaces if they may`,
          ],
    );
  });
}

/** Entrances of services that the catalog does not have. */
function unknownServices({ platform, targets }: Checked): string[] {
  const known = (platform.services ?? []).map(({ id }) => id);
  return Object.entries(targets).flatMap(([name, target]) => {
    if (target.kind !== 'external') return [];
    const unknown = Object.keys(target.entrances).filter((service) => !known.includes(service));
    return unknown.map((service) => {
      const close = nearest(service, known);
      const hint = close === undefined ? `there are ${known.join(', ')}` : `did you mean ${close}?`;
      return `default.targets.${name}.entrances.${service}: the catalog has no such service; ${hint}`;
    });
  });
}
