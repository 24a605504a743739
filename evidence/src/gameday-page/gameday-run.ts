import { acknowledgedWrites } from '../acknowledged-writes.js';
import type { EarlierRun } from '../earlier/earlier-run.js';
import type { Recorded } from '../evidence.js';
import { timelineOf } from '../report/timeline.js';
import { overall, type VerdictDocument, type VerdictWord } from '../verdict.js';
import { type Strip, stripOf } from './strip.js';

/** A run as the page of a game day shows it. */
export interface GamedayRun {
  readonly verdict: VerdictDocument;
  /** `undefined` where clients were never seen. */
  readonly strip: Strip | undefined;
  readonly acked: number;
  /** The runs before it, oldest first. */
  readonly before: readonly Before[];
  /** Where its own report is, from where the page is. */
  readonly report: string;
}

export interface Before {
  readonly word: VerdictWord;
  /** How long a failover took, in s, where it was measured. */
  readonly durationSeconds: number | undefined;
}

export function gamedayRun(
  verdict: VerdictDocument,
  evidence: readonly Recorded[],
  earlier: readonly EarlierRun[],
  report: string,
): GamedayRun {
  const timeline = timelineOf(evidence);
  return {
    verdict,
    strip: timeline && stripOf(timeline),
    acked: acknowledgedWrites(evidence) ?? 0,
    before: earlier.map((run) => before(run.verdict)),
    report,
  };
}

function before({ summary, claims }: VerdictDocument): Before {
  const duration = claims.find(({ id }) => id === 'failover.duration')?.measured;
  const isKnown = typeof duration?.value === 'number' && duration.atLeast !== true;
  return { word: overall(summary), durationSeconds: isKnown ? (duration.value as number) : undefined };
}
