/**
 * What, where, why and the fix, as a compiler would say it. Errors of our packages carry `fix`; anything else is a defect
 * of ours, and is shown with where it happened.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `attest: ${String(error)}\n`;
  const ours = 'fix' in error && typeof error.fix === 'string';
  const lines = [`attest: ${error.message}`];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    lines.push(`  because ${cause.message}`);
  if (error instanceof AggregateError)
    lines.push(...error.errors.map((each) => `  - ${describeError(each).trim()}`));
  if (ours) lines.push(`  fix: ${error.fix}`);
  else lines.push(error.stack?.split('\n').slice(1, 6).join('\n') ?? '');
  return `${lines.join('\n')}\n`;
}

/** Mistakes of the caller end with 2; a run that an error kept from measuring is inconclusive, 3. */
export function exitCodeOf(error: unknown): 2 | 3 {
  const name = error instanceof Error ? error.name : '';
  return name === 'CliError' ||
    name === 'PlatformError' ||
    name === 'CommanderError' ||
    name === 'AlertsError'
    ? 2
    : 3;
}
