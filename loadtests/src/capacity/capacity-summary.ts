import type { VerdictDocument, VerdictWord } from '@attest/evidence';

const words = {
  held: 'held',
  broken: '**broken**',
  inconclusive: '*inconclusive*',
} as const satisfies Record<VerdictWord, string>;

/** One paragraph of Markdown for a pull request: the answer, the claims, the reason, what changed. */
export function capacitySummary({ capacity, claims, target }: VerdictDocument): string {
  if (capacity === undefined) return 'This run measured no capacity.';
  const { service, knee, reason, comparison, profile, quality, defects } = capacity;
  const bound = knee.lowerBound ? 'at least ' : '';
  const range = knee.lowerBound || knee.high === null ? '' : ` (between ${knee.low} and ${knee.high})`;
  const answer =
    knee.value === null
      ? `**${service}** on ${target}, profile ${profile}:`
      : `**${service}** on ${target} bears **${bound}${knee.value} requests/s**${range}:`;
  const verdicts = claims
    .map(({ id, verdict }) => `${id.slice(service.length + 1)} ${words[verdict]}`)
    .join(', ');
  const measured =
    quality === null
      ? ''
      : ` ${quality.requests.toLocaleString('en-US')} requests there, ${quality.failed} failed, p99 ${quality.p99Ms ?? 'unknown'} ms.`;
  const trouble = defects.length === 0 ? '' : ` Not conclusive, because ${defects.join('; ')}.`;
  return `${answer} ${verdicts || 'nothing was judged'}.${measured} ${reason}${trouble}${comparison === undefined ? '' : ` ${comparison.sentence}`}`.replaceAll(
    '\n',
    ' ',
  );
}
