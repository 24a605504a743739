/**
 * Reads OTEL_RESOURCE_ATTRIBUTES: `key=value` pairs separated by commas, values percent-encoded.
 * Source: OpenTelemetry specification, Resource SDK, "Specifying resource information via an environment variable".
 */
export function parseResourceAttributes(text: string): {
  attributes: ReadonlyMap<string, string>;
  problems: string[];
} {
  const attributes = new Map<string, string>();
  const problems: string[] = [];
  for (const pair of text.split(',')) {
    if (pair.trim() === '') continue;
    const separator = pair.indexOf('=');
    const key = pair.slice(0, separator).trim();
    if (separator < 1 || key === '') {
      problems.push(`OTEL_RESOURCE_ATTRIBUTES: "${pair.trim()}" is not key=value.`);
      continue;
    }
    try {
      attributes.set(key, decodeURIComponent(pair.slice(separator + 1).trim()));
    } catch {
      problems.push(`OTEL_RESOURCE_ATTRIBUTES: the value of ${key} is not percent-encoded correctly.`);
    }
  }
  return { attributes, problems };
}
