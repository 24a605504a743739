import type { Watch } from '../experiments/experiment.js';
import type { Site } from '../faults/index.js';
import { conflict } from '../schedules/schedulable.js';
import { inOrder, type ScheduledFault } from '../schedules/schedule.js';
import { breakIt } from './break-it.js';
import type { PlacedFault, RunContext } from './run-context.js';
import { undoFault } from './undo-it.js';
import { watchBounded } from './watch-endurance.js';

type ScheduleWatch = Extract<Watch, { for: 'schedule' }>;

/** What is in place, and until when. */
interface Standing {
  readonly placed: PlacedFault;
  readonly untilMs: number;
}

/**
 * Lets each fault begin and end when the schedule says so, and watches the clients all the while. To inject and to prove takes time, so that
 * later faults may come later than planned; each stands for its whole time, and two that may not meet never do.
 *
 * @throws ChaosError `blast-radius`, `fault-not-injected`, `fault-not-undone`
 */
export async function carryOutSchedule(
  context: RunContext,
  { faults, abortBelowGoodRatio }: ScheduleWatch,
): Promise<void> {
  const { clock, stop } = context;
  const beganMs = clock.monotonicMs();
  const waiting = inOrder(faults);
  let standing: Standing[] = [];
  for (;;) {
    const next = waiting[0];
    const firstEnd = standing.toSorted((a, b) => a.untilMs - b.untilMs)[0];
    if (next === undefined && firstEnd === undefined) return;
    const startMs =
      next === undefined || standing.some(({ placed }) => conflict(placed.fault, next.fault))
        ? Number.POSITIVE_INFINITY
        : beganMs + next.startsAfterSeconds * 1000;
    const endMs = firstEnd?.untilMs ?? Number.POSITIVE_INFINITY;
    const seconds = (Math.min(startMs, endMs) - clock.monotonicMs()) / 1000;
    if (seconds > 0)
      await (standing.length > 0
        ? watchBounded(context, { seconds, abortBelowGoodRatio })
        : clock.sleep(seconds * 1000, stop));
    stop.throwIfAborted();
    if (firstEnd !== undefined && endMs <= startMs) {
      standing = standing.filter((it) => it !== firstEnd);
      await undoFault(context, firstEnd.placed);
    } else if (next !== undefined) {
      waiting.shift();
      const placed = { fault: next.fault, site: siteOf(context, next) };
      await breakIt(context, placed);
      standing.push({ placed, untilMs: clock.monotonicMs() + next.lastsSeconds * 1000 });
    }
  }
}

/** A region that is struck is the primary one of its fault, whatever it is of the platform. */
function siteOf({ site }: RunContext, { where }: ScheduledFault): Site {
  return where === 'primary' ? site : { ...site, primary: site.takeover, takeover: site.primary };
}
