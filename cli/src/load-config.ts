import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { arborKumori, PlatformError } from '@attest/platform';
import { cacheDirectory } from '@attest/tools/cache-directory';
import { createJiti } from 'jiti';
import { checkConfig } from './check-config.js';
import { checkFailoverTargets } from './check-failover-targets.js';
import { CliError } from './cli-error.js';
import type { AttestConfig } from './config.js';
import * as publicApi from './index.js';

const fileNames = ['attest.config.ts', 'attest.config.mts', 'attest.config.js', 'attest.config.mjs'];

/** Used where there is no configuration file: the platform that ships, and the reference to run it on. */
const shipped: AttestConfig = { platform: arborKumori, targets: { reference: { kind: 'reference' } } };

/**
 * The configuration at `file`, or the `attest.config.*` of `directory`, or the one that ships.
 *
 * @throws CliError `config-unreadable`, `config-invalid` with every problem and its path
 */
export async function loadConfig(directory: string, file?: string): Promise<AttestConfig> {
  const found = file ?? fileNames.find((name) => existsSync(path.join(directory, name)));
  if (found === undefined) return shipped;
  const absolute = path.resolve(directory, found);
  if (!existsSync(absolute)) {
    throw new CliError(
      'config-unreadable',
      `${found}: there is no such file`,
      'name another one with --config, or write a first one: attest init',
    );
  }
  const config = checkConfig(await importConfig(absolute, found), found);
  await checkFailoverTargets(config.targets, found);
  return config;
}

async function importConfig(absolute: string, shown: string): Promise<unknown> {
  // A configuration that is run by `npx` has no @attest/cli beside it: this very program is what it means by the name.
  // Its compiled form is code: kept beside the tools, not in a temporary folder that everybody may write to.
  const fsCache = path.join(cacheDirectory({ env: process.env, home: homedir() }), 'config');
  const jiti = createJiti(import.meta.url, { virtualModules: { '@attest/cli': publicApi }, fsCache });
  try {
    return await jiti.import(absolute, { default: true });
  } catch (cause) {
    // An invalid catalog explains itself better than we could.
    if (cause instanceof PlatformError) {
      throw new CliError('config-invalid', `${shown}: ${cause.message}`, cause.fix);
    }
    throw new CliError(
      'config-unreadable',
      `${shown}: cannot be loaded`,
      'correct what the line above names; attest init shows a whole configuration',
      { cause },
    );
  }
}
