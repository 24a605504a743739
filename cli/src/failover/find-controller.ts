import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CliError } from '../cli-error.js';

/** Where `attest up` writes the URLs of what it started, below the folder of its run. */
export const urlsFile = 'urls.json';

/** As `attest up` calls it in its table of URLs. */
const controllerName = 'failover controller';

/** The controller of the newest `attest up` in this folder. @throws CliError `not-found` */
export function findController(directory: string): string {
  const ups = path.join(directory, '.attest', 'up');
  const newest = (existsSync(ups) ? readdirSync(ups) : [])
    .sort()
    .map((name) => path.join(ups, name, urlsFile))
    .findLast((file) => existsSync(file));
  const urls: Record<string, string> = newest === undefined ? {} : JSON.parse(readFileSync(newest, 'utf8'));
  const url = urls[controllerName];
  if (url !== undefined) return url;
  throw new CliError(
    'not-found',
    'no failover controller is known in this folder',
    'start the reference platform with attest up, or name a controller with --controller URL',
  );
}
