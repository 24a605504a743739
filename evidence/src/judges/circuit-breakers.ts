import type { Recorded } from '../evidence.js';
import type { JudgedClaim } from '../verdict.js';
import { type BreakerWatch, watchBreaker } from './breaker-watch.js';
import { type ClaimJudge, type Finding, unmeasured } from './finding.js';
import { seconds } from './promise.js';
import type { RunFacts } from './run-facts.js';

/** So many failed calls in a row are a reason to open for any breaker in use; they open after five by default, or at half of ten. */
const reasonToOpen = 10;

/** A breaker tries again after a while, and whoever looks at it looks every few seconds: sooner nobody can say that it does not close. */
const timeToCloseMs = 20_000;

/** The breakers around what is broken open, refuse calls meanwhile, and close once there is somebody to be called. */
export const circuitBreakers: ClaimJudge = {
  reads: ['fault', 'breaker', 'failover'],
  violationStandsDespite: ['generator-dropped'],
  judge(claim, facts) {
    const { of, intent, effective } = facts;
    if (intent === undefined || effective === undefined)
      return unmeasured(claim, 'There is no proven effect that a circuit breaker could have met.');
    const lines = of('breaker');
    if (lines.length === 0) return unmeasured(claim, 'No circuit breaker was seen.', [effective]);
    const watches = lines.map((line) => watchBreaker(line, intent.t));
    const already = watches.filter(({ wasOpen }) => wasOpen);
    if (already.length > 0) {
      return unmeasured(
        claim,
        `${nameOf(already)} of ${instances(already)} was not closed before the fault.`,
        basis(effective, already),
      );
    }
    const opened = watches.filter((watch) => watch.opened !== undefined);
    if (opened.length === 0) return neverOpened(claim, effective, watches);
    return judgeOpened(claim, facts, effective, opened, watches.length);
  },
};

function neverOpened(claim: JudgedClaim, effective: Recorded, watches: readonly BreakerWatch[]): Finding {
  const failures = Math.max(...watches.map(({ failuresBeforeOpening }) => failuresBeforeOpening));
  const most = `${nameOf(watches)} never opened; of no instance more than ${failures} calls failed`;
  const based = basis(effective, watches);
  return failures < reasonToOpen
    ? unmeasured(claim, `${most}, which may be too few for it to open.`, based)
    : broken(claim, `${most}, which is a reason to open.`, based);
}

function judgeOpened(
  claim: JudgedClaim,
  facts: RunFacts,
  effective: Recorded,
  opened: readonly BreakerWatch[],
  all: number,
): Finding {
  const name = nameOf(opened);
  const openedT = Math.min(...opened.map((watch) => watch.opened?.byT ?? effective.t));
  const told = `${name} opened within ${seconds(openedT - effective.t)} of the proven effect, in ${opened.length} of ${all} instances`;
  const relief = reliefOf(facts);
  const based = [...basis(effective, opened), ...(relief === undefined ? [] : [relief])];

  const rejected = opened.reduce((sum, watch) => sum + watch.rejected, 0);
  const calls = opened.reduce((sum, watch) => sum + watch.rejected + watch.admitted, 0);
  if (calls === 0) return unmeasured(claim, `${told}, and nobody called meanwhile.`, based);
  if (rejected === 0)
    return broken(claim, `${told}, and all of ${calls} calls were made all the same.`, based);
  const shed = `of ${calls} calls until it was closed ${rejected} were not made (${((100 * rejected) / calls).toFixed(0)} %)`;

  const open = opened.filter(({ closedT }) => closedT === undefined);
  if (open.length > 0) {
    const watchedMs = relief === undefined ? 0 : Math.min(...open.map(({ lastT = 0 }) => lastT - relief.t));
    const stays = `${told}; ${shed}; in ${open.length} it was still open when it was last seen`;
    return relief === undefined || watchedMs < timeToCloseMs
      ? unmeasured(claim, `${stays}, which is too soon to say that it does not close.`, based)
      : broken(
          claim,
          `${stays}, ${seconds(watchedMs)} after those whom it protects could be called again.`,
          based,
        );
  }
  if (relief === undefined)
    return unmeasured(claim, `${told}; ${shed}; nothing is known of what it closed after.`, based);
  if (opened.every(({ successAfterClosing }) => successAfterClosing === 0))
    return unmeasured(claim, `${told}; ${shed}; it closed, and no call ended well since.`, based);
  const closedT = Math.max(...opened.map((watch) => watch.closedT ?? 0));
  return {
    outcome: 'held',
    measured: { value: true, unit: claim.promised.unit },
    reason: `${told}; ${shed}; the last was seen closed ${seconds(Math.max(0, closedT - relief.t))} after those whom it protects could be called again.`,
    basedOn: based,
  };
}

/** From then on there was somebody to be called: another took over, or the fault was undone. */
function reliefOf({ of, ending, intent }: RunFacts): Recorded | undefined {
  if (ending?.event === 'completed') return ending;
  return of('fault').find(({ phase, t }) => phase === 'undone' && t >= (intent?.t ?? 0));
}

function broken(claim: JudgedClaim, reason: string, basedOn: Finding['basedOn']): Finding {
  return { outcome: 'broken', measured: { value: false, unit: claim.promised.unit }, reason, basedOn };
}

const basis = (effective: Recorded, watches: readonly BreakerWatch[]): Recorded[] => [
  effective,
  ...watches.map(({ line }) => line),
];

const nameOf = (watches: readonly BreakerWatch[]): string =>
  `The circuit breaker ${[...new Set(watches.map(({ line }) => line.name))].join(', ')}`;

const instances = (watches: readonly BreakerWatch[]): string =>
  watches.map(({ line }) => line.instance).join(', ');
