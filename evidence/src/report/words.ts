import type { ClaimVerdict, Measured, Promised, VerdictDocument, VerdictWord } from '../verdict.js';

/** Word, sign and meaning of each verdict; the sign, because colour alone says nothing to many. */
export const verdictLooks: Readonly<Record<VerdictWord, { word: string; sign: string }>> = {
  held: { word: 'Held', sign: '✓' },
  broken: { word: 'Broken', sign: '✕' },
  inconclusive: { word: 'Inconclusive', sign: '?' },
};

const shortUnits: Readonly<Record<string, string>> = { seconds: 's', second: 's', minutes: 'min', ratio: '' };

export function promisedText({ op, value, unit }: Promised): string {
  if (Array.isArray(value)) return value.join(', ');
  const sign = op === '=' || op === 'is' ? '' : `${op} `;
  return `${sign}${number(value as number)}${spaced(unit)}`;
}

export function measuredText({ value, unit, atLeast }: Measured, promised?: Promised): string {
  if (value === null) return 'not measured';
  if (Array.isArray(value)) {
    const of = Array.isArray(promised?.value) ? ` of ${promised.value.length}` : '';
    return `${value.length}${of}`;
  }
  const shown = typeof value === 'number' && isTime(unit) ? value.toFixed(1) : number(value as number);
  return `${atLeast ? '≥ ' : ''}${shown}${spaced(unit)}`;
}

/** The answer of a run in one sentence. */
export function headline({ claims, summary }: VerdictDocument): string {
  const total = claims.length;
  if (total === 0) return 'Nothing was judged.';
  if (summary.held === total) return `The design held: ${total} of ${total} claims.`;
  const parts = [
    summary.broken > 0 ? `${summary.broken} of ${total} ${plural(total, 'claim')} broken` : '',
    summary.inconclusive > 0 ? `${summary.inconclusive} of ${total} inconclusive` : '',
    summary.held > 0 ? `${summary.held} held` : '',
  ].filter(Boolean);
  const start = summary.broken > 0 ? 'The design did not hold' : 'The run proves nothing final';
  return `${start}: ${parts.join(', ')}.`;
}

/** Lines 7, 42–51 of the evidence. */
export function lineRanges(lines: ClaimVerdict['evidence']): string {
  const ranges: [from: number, to: number][] = [];
  for (const { line } of lines) {
    const last = ranges.at(-1);
    if (last !== undefined && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

export function title(name: string): string {
  const words = name.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function number(value: number | string | boolean): string {
  return typeof value === 'number'
    ? value.toLocaleString('en-US', { maximumFractionDigits: 3 })
    : String(value);
}

export function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}

const isTime = (unit: string) => unit in shortUnits && unit !== 'ratio';

function spaced(unit: string): string {
  const short = shortUnits[unit] ?? unit;
  return short === '' ? '' : ` ${short}`;
}

/** What else was on the machine, if anything was. */
export const besideIt = (atOnce = 1): string | undefined =>
  atOnce === 1
    ? undefined
    : `up to ${atOnce - 1} under load, and some that come up or end, which take time from it: figures are worse than alone, never better`;
