import { CliError } from '../cli-error.js';
import type { AttestConfig } from '../config.js';
import { findNamed } from '../find-named.js';

export type CapacityTargetChoice =
  | { readonly kind: 'reference'; readonly name: string; readonly environment: string }
  | { readonly kind: 'url'; readonly name: string; readonly environment: string; readonly url: string };

/**
 * What `--target` means: nothing and `reference` are the test bed, a URL is itself, any other name stands in the configuration.
 *
 * @throws CliError `bad-option`, `unknown-name`
 */
export function resolveTarget(
  targets: AttestConfig['targets'],
  service: string,
  given = 'reference',
): CapacityTargetChoice {
  if (/^[a-z]+:\/\//i.test(given)) return fromUrl(targets, service, given);
  const [target] = findNamed('target', [given], targets, 'the targets stand in attest.config.ts');
  if (target === undefined || target.kind === 'reference')
    return { kind: 'reference', name: given, environment: 'production' };
  const url = target.entrances[service];
  if (url === undefined) {
    throw new CliError(
      'bad-option',
      `--target ${given}: attest.config.ts names no entrance of ${service} there`,
      `give it one: targets.${given}.entrances['${service}'] = 'https://…', or name the URL itself with --target`,
    );
  }
  return { kind: 'url', name: given, environment: target.environment, url: withoutSlash(url) };
}

function fromUrl(targets: AttestConfig['targets'], service: string, given: string): CapacityTargetChoice {
  const parsed = URL.canParse(given) ? new URL(given) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username !== '') {
    throw new CliError(
      'bad-option',
      `--target ${given.replace(/\/\/[^@/]*@/, '//…@')}: not an http(s) URL without credentials`,
      'for example --target https://staging.example.com; credentials go into ATTEST_AUTH_HEADER',
    );
  }
  const url = withoutSlash(`${parsed.origin}${parsed.pathname}`);
  // A URL that the configuration knows by a name counts for that name's column of `attest claims`.
  for (const [name, target] of Object.entries(targets)) {
    if (target.kind === 'external' && withoutSlash(target.entrances[service] ?? '') === url)
      return { kind: 'url', name, environment: target.environment, url };
  }
  return { kind: 'url', name: parsed.host, environment: 'unknown', url };
}

const withoutSlash = (url: string) => url.replace(/\/+$/, '');
