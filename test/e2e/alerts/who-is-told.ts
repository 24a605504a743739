import type { Platform } from '@attest/platform';

/** The receiver that must be told of an alert, from the promise in the catalog and not from the configuration. */
export function whoIsTold(
  { monitoring: { routes } }: Platform,
  { alertname, severity = '' }: Readonly<Record<string, string>>,
): string {
  if (alertname === 'Watchdog') return 'heartbeat';
  const known: Record<string, { provider: string }> = routes;
  return (known[severity] ?? routes.critical).provider.toLowerCase();
}
