/**
 * The status with which Next.js answers for an error that a handler threw. `redirect()`, `notFound()`, `forbidden()` and
 * `unauthorized()` throw to leave the handler, and name themselves in `digest`; everything else becomes a 500.
 * Source: Next.js 15 and 16, `client/components/redirect-error` and `http-access-fallback`.
 */
export function statusOfThrown(error: unknown): number {
  const digest = (error as { digest?: unknown } | undefined | null)?.digest;
  if (typeof digest !== 'string') return 500;
  const [kind, ...rest] = digest.split(';');
  if (kind === 'NEXT_REDIRECT') return statusOr(307, rest.at(-2));
  if (kind === 'NEXT_HTTP_ERROR_FALLBACK') return statusOr(500, rest[0]);
  return kind === 'NEXT_NOT_FOUND' ? 404 : 500;
}

function statusOr(fallback: number, text: string | undefined): number {
  return text !== undefined && /^[3-5]\d\d$/.test(text) ? Number(text) : fallback;
}
