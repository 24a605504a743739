import type { FailoverConfig } from './config.js';
import { errorRounds } from './detection-config.js';
import type { TriggerName } from './journal.js';
import type { ProbeResult } from './ports.js';

/** What one pass over all regions saw. Times are CLOCK_MONOTONIC in ms. */
export interface Round {
  startedMs: number;
  regions: Readonly<Record<string, { api: ProbeResult; database: ProbeResult }>>;
  /** Requests that the edge sent to the primary region; `undefined`: unknown. */
  edge: { requests: number; errors: number } | undefined;
}

export interface Streak {
  count: number;
  /** Start of the first round of the streak; meaningless while `count` is 0. */
  sinceMs: number;
}

/** What the controller remembers of the rounds. */
export interface Watch {
  api: Streak;
  database: Streak;
  errorRate: Streak;
  /** Rounds in a row in which the primary was well. */
  wellRounds: number;
  /** Rounds in a row in which no region answered at all. */
  isolatedRounds: number;
  /** Whether a failover may start by itself. */
  armed: boolean;
}

const noStreak: Streak = { count: 0, sinceMs: 0 };

export const freshWatch = (armed: boolean): Watch => ({
  api: noStreak,
  database: noStreak,
  errorRate: noStreak,
  wellRounds: 0,
  isolatedRounds: 0,
  armed,
});

export interface Detected {
  trigger: TriggerName;
  /** Start of the first round that counted. */
  sinceMs: number;
  detail: string;
}

export interface Observed {
  watch: Watch;
  detected?: Detected;
  /** True in the one round in which the controller concludes that it is itself cut off. */
  isolated: boolean;
}

/** Takes one round into account for the region that is primary now. */
export function observe(watch: Watch, round: Round, primary: string, config: FailoverConfig): Observed {
  const { consecutiveFailures, rearmRounds } = config.detection;
  const answered = Object.values(round.regions).some(
    ({ api, database }) => api === 'up' || database === 'up',
  );
  if (!answered) {
    const isolatedRounds = watch.isolatedRounds + 1;
    // Rounds without any answer speak about the controller. A blip of them leaves the streaks alone, a lasting one ends them.
    if (isolatedRounds < consecutiveFailures) return { watch: { ...watch, isolatedRounds }, isolated: false };
    return {
      watch: { ...freshWatch(watch.armed), isolatedRounds },
      isolated: isolatedRounds === consecutiveFailures,
    };
  }

  const seen = round.regions[primary] ?? { api: 'unknown', database: 'unknown' };
  const wellRounds = countWell(watch.wellRounds, seen.api, seen.database);
  const now: Watch = {
    api: extend(watch.api, seen.api, round.startedMs),
    database: extend(watch.database, seen.database, round.startedMs),
    errorRate: extendErrorRate(watch.errorRate, round, config),
    wellRounds,
    isolatedRounds: 0,
    armed: watch.armed || wellRounds >= rearmRounds,
  };
  const detected = now.armed ? detect(now, seen.api, primary, config) : undefined;
  return { watch: now, isolated: false, ...(detected && { detected }) };
}

function detect(
  watch: Watch,
  api: ProbeResult,
  primary: string,
  config: FailoverConfig,
): Detected | undefined {
  const { consecutiveFailures } = config.detection;
  const enabled = (trigger: TriggerName) => config.enabled.includes(trigger);
  const apiDead = watch.api.count >= consecutiveFailures;
  const databaseDead = watch.database.count >= consecutiveFailures;
  if (apiDead && databaseDead && enabled('region_failure'))
    return {
      trigger: 'region_failure',
      sinceMs: Math.min(watch.api.sinceMs, watch.database.sinceMs),
      detail: `${primary}: ${watch.api.count} API probes and ${watch.database.count} database probes in a row failed`,
    };
  if (databaseDead && api === 'up' && enabled('database_failure'))
    return {
      trigger: 'database_failure',
      sinceMs: watch.database.sinceMs,
      detail: `${primary}: ${watch.database.count} database probes in a row failed while the API answers`,
    };
  const rounds = errorRounds(config.detection);
  if (watch.errorRate.count >= rounds && enabled('high_error_rate'))
    return {
      trigger: 'high_error_rate',
      sinceMs: watch.errorRate.sinceMs,
      detail: `${primary}: more than ${config.detection.errorThreshold} of the requests failed at the edge in ${rounds} rounds`,
    };
  return undefined;
}

function extend(streak: Streak, result: ProbeResult, startedMs: number): Streak {
  if (result === 'unknown') return streak;
  if (result === 'up') return noStreak;
  return { count: streak.count + 1, sinceMs: streak.count === 0 ? startedMs : streak.sinceMs };
}

function extendErrorRate(streak: Streak, round: Round, { detection }: FailoverConfig): Streak {
  const { errorThreshold: threshold, errorMinimumRequests, errorClearRatio } = detection;
  if (threshold === undefined || !round.edge || round.edge.requests < errorMinimumRequests) return streak;
  const ratio = round.edge.errors / round.edge.requests;
  if (ratio > threshold) return extend(streak, 'down', round.startedMs);
  return ratio < threshold * errorClearRatio ? noStreak : streak;
}

function countWell(rounds: number, api: ProbeResult, database: ProbeResult): number {
  if (api === 'down' || database === 'down') return 0;
  return api === 'up' && database === 'up' ? rounds + 1 : rounds;
}
