import type { ApiService, Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';
import { findNamed } from '../find-named.js';

/** What `--service` names. @throws CliError `bad-option` when it was left out, `unknown-name` */
export function chosenService({ services }: Platform, id: string | undefined): ApiService {
  const known = Object.fromEntries(services.map((service) => [service.id, service]));
  const choice = `one of ${Object.keys(known).join(', ')}`;
  if (id === undefined) throw new CliError('bad-option', '--service: which one?', choice);
  const [service] = findNamed('service', [id], known, choice);
  return service as ApiService;
}
