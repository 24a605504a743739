import type { RunEvidence } from '../evidence.js';
import { type ClaimVerdict, subjectOf, type VerdictDocument } from '../verdict.js';

/** One run of a series, as a line of the series' ledger. */
export interface SeriesEntry
  extends Pick<
    RunEvidence,
    'run' | 'at' | 'experiment' | 'target' | 'environment' | 'revision' | 'whatIf' | 'machine'
  > {
  readonly schema: 'attest.series/v1';
  /** The same for runs that may be counted together. */
  readonly series: string;
  /** From 1. A run that was killed before it had a verdict has no line, and is made again under its number. */
  readonly number: number;
  readonly phaseMs: number;
  readonly claims: readonly Pick<ClaimVerdict, 'id' | 'promised' | 'measured' | 'verdict'>[];
  /** Acknowledged writes whose history was checked. */
  readonly acked?: number;
}

/** Which run of which series. */
export type SeriesPlace = Pick<SeriesEntry, 'series' | 'number' | 'phaseMs' | 'machine'>;

export function seriesEntry(
  place: SeriesPlace,
  verdict: VerdictDocument,
  at: string,
  acked: number | undefined,
): SeriesEntry {
  const { run, target, environment, revision, claims } = verdict;
  return {
    schema: 'attest.series/v1',
    ...place,
    run,
    at,
    experiment: subjectOf(verdict),
    target,
    environment,
    revision,
    whatIf: verdict.whatIf ?? {},
    claims: claims.map(({ id, promised, measured, verdict: word }) => ({
      id,
      promised,
      measured,
      verdict: word,
    })),
    ...(acked === undefined ? {} : { acked }),
  };
}

/** Reads the ledger; what is no entry, such as a torn last line, is left out. */
export function parseSeries(text: string): SeriesEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const entry = JSON.parse(line) as SeriesEntry | null;
      return entry?.schema === 'attest.series/v1' ? [entry] : [];
    } catch {
      return [];
    }
  });
}

/** The runs that may be counted with a run of these facts: of the same thing, on the same machine, by the same seed. */
export function sameSeries(
  entries: readonly SeriesEntry[],
  wanted: Pick<SeriesEntry, 'series' | 'experiment' | 'target' | 'revision' | 'whatIf' | 'machine'>,
): SeriesEntry[] {
  const key = ({ series, experiment, target, revision, whatIf, machine }: typeof wanted) =>
    JSON.stringify([
      series,
      experiment,
      target,
      revision,
      Object.entries(whatIf).sort(),
      Object.entries(machine).sort(),
    ]);
  const found = entries.filter((entry) => key(entry) === key(wanted));
  return [...new Map(found.map((entry) => [entry.number, entry])).values()].sort(
    (a, b) => a.number - b.number,
  );
}
