import { existsSync } from 'node:fs';
import path from 'node:path';
import { arborKumori } from '@attest/platform';
import { createJiti } from 'jiti';
import { z } from 'zod';
import { CliError } from './cli-error.js';
import type { AttestConfig } from './config.js';

const fileNames = ['attest.config.ts', 'attest.config.mts', 'attest.config.js', 'attest.config.mjs'];

const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('reference') }),
  z.strictObject({
    kind: z.literal('external'),
    environment: z.string(),
    entrances: z.record(z.string(), z.url()),
  }),
]);
const configSchema = z.strictObject({
  platform: z.looseObject({ id: z.string() }),
  targets: z.record(z.string(), targetSchema),
});

/** Used where there is no configuration file: the platform that ships, and the reference to run it on. */
const shipped: AttestConfig = { platform: arborKumori, targets: { reference: { kind: 'reference' } } };

/**
 * The configuration at `file`, or the `attest.config.*` of `directory`, or the one that ships.
 *
 * @throws CliError `config-unreadable`, `config-invalid` with every problem and its path; whatever `definePlatform` threw.
 */
export async function loadConfig(directory: string, file?: string): Promise<AttestConfig> {
  const found = file ?? fileNames.map((name) => path.join(directory, name)).find((name) => existsSync(name));
  if (found === undefined) return shipped;
  const absolute = path.resolve(directory, found);
  if (!existsSync(absolute)) {
    throw new CliError('config-unreadable', `${found}: no such file`, 'attest init writes a first one');
  }
  const exported = await importConfig(absolute, found);
  const parsed = configSchema.safeParse(exported);
  if (!parsed.success) {
    throw new CliError(
      'config-invalid',
      [
        `${found}: not a configuration:`,
        ...parsed.error.issues.map((issue) => `  ${['default', ...issue.path].join('.')}: ${issue.message}`),
      ].join('\n'),
      'export default defineConfig({ platform: definePlatform({ … }), targets: { … } })',
    );
  }
  return exported as AttestConfig;
}

async function importConfig(absolute: string, shown: string): Promise<unknown> {
  try {
    return await createJiti(import.meta.url).import(absolute, { default: true });
  } catch (cause) {
    // An invalid catalog explains itself better than we could.
    if (cause instanceof Error && cause.name === 'PlatformError') throw cause;
    throw new CliError('config-unreadable', `${shown}: cannot be loaded`, 'see the cause above', { cause });
  }
}
