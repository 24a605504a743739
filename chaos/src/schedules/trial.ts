import type { Schedule } from './schedule.js';

/** What one run of a schedule found. */
export interface ScheduleRun {
  /** Ids of the claims and expectations that it broke; none when all held, or when nothing could be judged. */
  readonly broken: readonly string[];
  /** True when it could not judge everything. */
  readonly isInconclusive: boolean;
  /** Its id, under which its evidence is kept. */
  readonly run: string;
}

export type RunSchedule = (schedule: Schedule) => Promise<ScheduleRun>;

export interface Trial {
  /** `flaky`: it failed once and not again. */
  readonly outcome: 'fails' | 'flaky' | 'holds' | 'inconclusive';
  /** So many of its runs failed. */
  readonly failures: number;
  readonly runs: readonly ScheduleRun[];
  /** What was broken in each run that failed. */
  readonly broken: readonly string[];
}

/** So many failures make a schedule one that fails, and a third run decides between one and one. */
const failuresNeeded = 2;
const mostRuns = 3;

/**
 * Runs a schedule as often as it takes to say whether it fails: one failure may be the machine's, so it has to fail again, and in
 * the same way.
 *
 * @param alike only what breaks one of these counts as a failure; anything does unless given
 */
export async function tryOut(
  schedule: Schedule,
  run: RunSchedule,
  { alike, budget = mostRuns }: { readonly alike?: readonly string[]; readonly budget?: number } = {},
): Promise<Trial> {
  const runs: ScheduleRun[] = [];
  let broken: readonly string[] | undefined;
  let failures = 0;
  while (runs.length < Math.min(mostRuns, budget)) {
    const ended = await run(schedule);
    runs.push(ended);
    const counted = ended.broken.filter((id) => alike === undefined || alike.includes(id));
    const common = broken === undefined ? counted : broken.filter((id) => counted.includes(id));
    if (common.length > 0) {
      broken = common;
      failures += 1;
    }
    if (failures === 0 || failures >= failuresNeeded) break;
  }
  const outcome =
    failures >= failuresNeeded
      ? 'fails'
      : failures > 0
        ? 'flaky'
        : runs.some(({ isInconclusive }) => isInconclusive)
          ? 'inconclusive'
          : 'holds';
  return { outcome, failures, runs, broken: broken ?? [] };
}
