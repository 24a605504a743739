const longest = 60;

/**
 * A short name for an error that can be a label: its code (`ECONNREFUSED`, SQLSTATE `23505`) or else its class. Never its
 * message. Source: OpenTelemetry semantic conventions, `error.type`.
 */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return typeof error;
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && /^[A-Za-z0-9_]+$/.test(code)) return code.slice(0, longest);
  return typeof name === 'string' && name !== '' ? name.slice(0, longest) : 'Error';
}
