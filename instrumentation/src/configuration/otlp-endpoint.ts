/** Where one signal is sent by OTLP over HTTP. */
export interface OtlpEndpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: OtlpProtocol;
  readonly timeoutMs: number;
  readonly compression: 'none' | 'gzip';
}

export const otlpProtocols = ['http/protobuf', 'http/json'] as const;
export type OtlpProtocol = (typeof otlpProtocols)[number];

type Signal = 'traces' | 'metrics';

/**
 * Reads OTEL_EXPORTER_OTLP_*, where the variable of the signal wins over the one for all; undefined when no endpoint is set.
 * Source: OpenTelemetry specification, "OpenTelemetry Protocol Exporter".
 */
export function otlpEndpoint(
  signal: Signal,
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): OtlpEndpoint | undefined {
  const read = (part: string): readonly [name: string, value: string] | undefined => {
    for (const name of [`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${part}`, `OTEL_EXPORTER_OTLP_${part}`]) {
      const value = env[name]?.trim();
      if (value) return [name, value];
    }
    return undefined;
  };
  const endpoint = read('ENDPOINT');
  if (!endpoint) return undefined;
  const forAll = endpoint[0] === 'OTEL_EXPORTER_OTLP_ENDPOINT';
  return {
    url: url(endpoint, forAll ? `v1/${signal}` : '', problems),
    headers: headers(read('HEADERS'), problems),
    protocol: oneOf(read('PROTOCOL'), otlpProtocols, problems),
    timeoutMs: milliseconds(read('TIMEOUT'), problems),
    compression: oneOf(read('COMPRESSION'), ['none', 'gzip'], problems),
  };
}

type Variable = readonly [name: string, value: string];

function url([name, value]: Variable, path: string, problems: string[]): string {
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    problems.push(`${name}: "${value}" is not an http or https URL.`);
    return value;
  }
  if (path !== '') parsed.pathname = `${parsed.pathname.replace(/\/$/, '')}/${path}`;
  return parsed.href;
}

function headers(variable: Variable | undefined, problems: string[]): Record<string, string> {
  const result: Record<string, string> = {};
  const [name, text] = variable ?? ['', ''];
  for (const pair of text.split(',')) {
    const [, key, value] = /^\s*([^\s=]+)\s*=(.*)$/.exec(pair) ?? [];
    if (key === undefined || value === undefined) {
      // The value may be a secret, so that no part of it is repeated.
      if (pair.trim() !== '') problems.push(`${name}: has a part that is not key=value.`);
      continue;
    }
    try {
      result[key.toLowerCase()] = decodeURIComponent(value.trim());
    } catch {
      problems.push(`${name}: the value of ${key} is not percent-encoded correctly.`);
    }
  }
  return result;
}

function oneOf<const T extends readonly [string, ...string[]]>(
  variable: Variable | undefined,
  known: T,
  problems: string[],
): T[number] {
  if (!variable) return known[0];
  const [name, value] = variable;
  if (!known.includes(value)) problems.push(`${name}: "${value}" is none of ${known.join(', ')}.`);
  return value;
}

function milliseconds(variable: Variable | undefined, problems: string[]): number {
  if (!variable) return 10_000;
  const [name, value] = variable;
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0) {
    problems.push(`${name}: "${value}" is not a number of milliseconds.`);
  }
  return number;
}
