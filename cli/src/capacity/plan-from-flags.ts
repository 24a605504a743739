import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type CapacityPlan, capacityPlan, promisedQuality, ratesOf } from '@attest/loadtests';
import type { ApiService, Platform } from '@attest/platform';
import { CliError } from '../cli-error.js';
import type { CapacityFlags } from '../commands/capacity.js';

/**
 * What is to be sent: the mix of the catalog, or what the flags name in its place.
 *
 * @throws CliError with every flag that does not fit, LoadError when the catalog tells of nothing to send or promises nothing
 */
export function planFromFlags(
  platform: Platform,
  service: ApiService,
  run: string,
  flags: CapacityFlags,
  directory: string,
): CapacityPlan {
  const problems = problemsOf(flags);
  if (problems.length > 0) {
    throw new CliError(
      'bad-option',
      `what to send:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
      'attest capacity --help shows what goes together',
    );
  }
  const cdn = flags.cdn === undefined ? {} : { cdnUrl: flags.cdn.replace(/\/+$/, '') };
  const rates = ratesOf(service);
  const factor = (flags.rate ?? rates.requestsPerSecond) / rates.requestsPerSecond;
  const scaled = {
    requestsPerSecond: rates.requestsPerSecond * factor,
    peakRequestsPerSecond: rates.peakRequestsPerSecond * factor,
  };
  if (flags.path === undefined && flags.script === undefined)
    return { ...capacityPlan(platform, service, run), ...cdn, ...scaled };
  const method = (flags.method ?? (flags.body === undefined ? 'GET' : 'POST')).toUpperCase();
  return {
    run,
    service: service.id,
    // A script knows itself what it sends.
    requests:
      flags.path === undefined
        ? []
        : [
            {
              operation: 'plain',
              share: 1,
              method,
              path: flags.path,
              expects: 'json',
              ...(flags.body === undefined ? {} : { rawBody: bodyFrom(flags.body, directory) }),
            },
          ],
    promised: promisedQuality(platform),
    ...cdn,
    ...scaled,
  };
}

function problemsOf({ path: given, method, body, script }: CapacityFlags): string[] {
  const problems: string[] = [];
  if (given !== undefined && !given.startsWith('/'))
    problems.push(`--path ${given}: begins with /, for example /api/ping`);
  if (given === undefined && method !== undefined) problems.push('--method needs --path');
  if (given === undefined && body !== undefined) problems.push('--body needs --path');
  if (method !== undefined && !/^[A-Za-z]+$/.test(method))
    problems.push(`--method ${method}: a word such as GET or POST`);
  if (given !== undefined && script !== undefined)
    problems.push('--path and --script each say what to send; give one of them');
  return problems;
}

function bodyFrom(text: string, directory: string): string {
  if (!text.startsWith('@')) return text;
  const file = path.resolve(directory, text.slice(1));
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CliError(
      'not-readable',
      `--body ${text}: cannot be read`,
      'name a file after @, or give the text itself',
      { cause },
    );
  }
}

/** Of a file with texts or objects: checked before anything is run. @throws CliError `not-readable` */
export function dataFrom(
  file: string,
  directory: string,
): { readonly file: string; readonly first: string | Record<string, unknown> } {
  const absolute = path.resolve(directory, file);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(absolute, 'utf8'));
  } catch (cause) {
    throw new CliError(
      'not-readable',
      `--data ${file}: cannot be read as JSON`,
      'a JSON array of texts, or of objects that are merged into what is written',
      { cause },
    );
  }
  const isFit =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (each) =>
        typeof each === 'string' || (typeof each === 'object' && each !== null && !Array.isArray(each)),
    );
  if (!isFit)
    throw new CliError(
      'not-readable',
      `--data ${file}: not an array of texts or objects, or an empty one`,
      'for example ["a first text", "another"]',
    );
  return {
    file: absolute,
    first: (value as (string | Record<string, unknown>)[])[0] as string | Record<string, unknown>,
  };
}
