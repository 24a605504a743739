import type { Configuration } from '../configuration/options.js';

/** The hosts to which telemetry is sent. */
export function ownHosts({ metricsPush, traces, sentry }: Configuration): string[] {
  const urls = [metricsPush?.url, traces?.otlp?.url, sentry?.dsn];
  return urls.flatMap((url) => (url !== undefined && URL.canParse(url) ? new URL(url).hostname : []));
}
