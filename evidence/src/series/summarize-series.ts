import type { Promised } from '../verdict.js';
import type { SeriesEntry } from './series-entry.js';
import { quantileOfMaximum, rateBound, runsNeeded } from './tolerance-bound.js';

/** What is said of runs that were not made, and how sure that is. */
const seriesConfidence = 0.95;
/** What is aimed at: the maximum of 59 runs bounds it. */
const wantedQuantile = 0.95;

export interface SeriesSummary {
  readonly series: string;
  readonly experiment: string;
  readonly runs: number;
  readonly confidence: number;
  /** Acknowledged writes over all runs. */
  readonly acked: number;
  readonly claims: readonly SeriesClaim[];
}

export interface SeriesClaim {
  readonly id: string;
  readonly promised: Promised;
  readonly held: number;
  readonly broken: number;
  readonly inconclusive: number;
  /** The worst of what was measured; left out where nothing was, or where it is no number. */
  readonly maximum?: number;
  /** True when the worst run ended before its time was known. */
  readonly atLeast?: true;
  /** The maximum bounds this quantile of all such runs, with the summary's confidence. Only of runs that were judged. */
  readonly quantile?: number;
  /** A run breaks the claim more rarely than this, with the summary's confidence; only where none has. */
  readonly breaksAtMost?: number;
  /** For people. */
  readonly sentence: string;
}

/** @param entries of one series */
export function summarizeSeries(entries: readonly SeriesEntry[]): SeriesSummary | undefined {
  const [first] = entries;
  if (first === undefined) return undefined;
  const ids = [...new Set(entries.flatMap(({ claims }) => claims.map(({ id }) => id)))];
  return {
    series: first.series,
    experiment: first.experiment,
    runs: entries.length,
    confidence: seriesConfidence,
    acked: entries.reduce((sum, { acked = 0 }) => sum + acked, 0),
    claims: ids.map((id) => summarizeClaim(id, entries)),
  };
}

type OneClaim = SeriesEntry['claims'][number];

function summarizeClaim(id: string, entries: readonly SeriesEntry[]): SeriesClaim {
  const seen = entries.flatMap(({ claims }) => claims.filter((claim) => claim.id === id));
  const count = (word: OneClaim['verdict']) => seen.filter(({ verdict }) => verdict === word).length;
  // What was not judged is no observation, and no excuse: it is told beside the bound.
  const judged = seen.filter(({ verdict }) => verdict !== 'inconclusive');
  const { promised } = seen[0] as OneClaim;
  const [held, broken] = [count('held'), count('broken')];
  const counts = { held, broken, inconclusive: count('inconclusive') };
  const isUpperBound = promised.op === '<' || promised.op === '<=' || promised.op === '=';
  const values = judged.flatMap(({ measured: { value, atLeast } }) =>
    typeof value === 'number' ? [{ value, atLeast }] : [],
  );
  const worst = values.reduce<(typeof values)[number] | undefined>(
    (most, one) => (most === undefined || one.value > most.value ? one : most),
    undefined,
  );
  const isMeasured = worst !== undefined && isUpperBound && values.length === judged.length;
  const extreme = isMeasured
    ? {
        maximum: worst.value,
        ...(worst.atLeast === true ? { atLeast: true as const } : {}),
        quantile: quantileOfMaximum(values.length, seriesConfidence),
      }
    : {};
  const rate = broken === 0 && held > 0 ? { breaksAtMost: rateBound(held, seriesConfidence) } : {};
  const claim = { id, promised, ...counts, ...extreme, ...rate };
  return { ...claim, sentence: sentenceOf(claim, promised.unit) };
}

function sentenceOf(claim: Omit<SeriesClaim, 'sentence'>, unit: string): string {
  const { held, broken, inconclusive, maximum, atLeast, quantile, breaksAtMost } = claim;
  const judged = held + broken;
  const words = [`${held} of ${held + broken + inconclusive} runs held`];
  if (broken > 0) words.push(`${broken} broke it`);
  if (inconclusive > 0) words.push(`${inconclusive} judged nothing`);
  const sure = `with ${percent(seriesConfidence)} confidence`;
  if (maximum !== undefined && quantile !== undefined && atLeast !== true && claim.promised.op !== '=') {
    words.push(`at most ${maximum} ${unit}, which bounds ${percent(quantile)} of all such runs ${sure}`);
    if (quantile < wantedQuantile)
      words.push(
        `it takes ${runsNeeded(wantedQuantile, seriesConfidence)} judged runs, not ${judged}, to bound ${percent(wantedQuantile)}`,
      );
  } else if (maximum !== undefined && claim.promised.op !== '=') {
    words.push(`the worst took at least ${maximum} ${unit}, so nothing is bounded`);
  } else if (breaksAtMost !== undefined) {
    words.push(`fewer than ${percentUp(breaksAtMost)} of all such runs break it ${sure}`);
  }
  return `${words.join('; ')}.`;
}

/** Rounded against whoever would like it better; what is a whole number but for noise is one. */
const percent = (ratio: number) => `${Math.floor(ratio * 1000 + 1e-9) / 10} %`;
const percentUp = (ratio: number) => `${Math.ceil(ratio * 1000 - 1e-9) / 10} %`;
