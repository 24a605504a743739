import {
  type CanaryPolicy,
  canaryPolicy,
  duration,
  intervalsFromSeries,
  type Judgement,
  judgeCanary,
  noEvidence,
  observe,
  PrometheusUnavailable,
  presenceQuery,
  queryRange,
  type Revisions,
  readRevisionSeries,
  refuseSeries,
  refuseTraffic,
  type SeriesRange,
  type SeriesRefusal,
} from '@attest/controllers';
import { findService, type Platform } from '@attest/platform';

export interface LiveQuestion extends Revisions {
  readonly prometheus: URL;
  readonly service: string;
  /** Share of the traffic that the canary should get, 0–1; that of the canary stage when left out. */
  readonly share: number | undefined;
  /** How far to look back, or how long to watch, in seconds; as long as the canary stage when left out. */
  readonly seconds: number | undefined;
  readonly stepSeconds: number;
}

export type LiveJudgement = Judgement | { readonly finding: 'refused'; readonly refusal: SeriesRefusal };

export interface LiveClock {
  /** Unix seconds. */
  now(): number;
  sleep(seconds: number): Promise<void>;
}

export interface LivePlan {
  readonly policy: CanaryPolicy;
  readonly seconds: number;
  readonly share: number;
}

/** @throws PlatformError `unknown-service` */
export function livePlan(platform: Platform, question: LiveQuestion): LivePlan {
  findService(platform, question.service);
  const policy = canaryPolicy(platform);
  const [stage] = policy.stages;
  return {
    policy,
    seconds: question.seconds ?? stage?.seconds ?? 0,
    share: question.share ?? stage?.weight ?? 0,
  };
}

/** What the last `seconds` say. @throws PrometheusUnavailable */
export async function judgeRange(
  question: LiveQuestion,
  plan: LivePlan,
  range: SeriesRange,
): Promise<LiveJudgement> {
  const { prometheus, service, label } = question;
  const [all, series] = await Promise.all([
    queryRange(prometheus, presenceQuery(service), range),
    readRevisionSeries(prometheus, service, range, label === 'revision' ? undefined : label),
  ]);
  const refused = refuseSeries(service, question, all, series.requests);
  if (refused !== undefined) return { finding: 'refused', refusal: refused };
  const intervals = intervalsFromSeries(series, question, range);
  const noTraffic = refuseTraffic(intervals, question, plan.share);
  if (noTraffic !== undefined) return { finding: 'refused', refusal: noTraffic };
  let evidence = noEvidence;
  for (const interval of intervals) {
    evidence = observe(evidence, interval, plan.policy);
    const judgement = judgeCanary(evidence, plan.policy);
    if (judgement.finding === 'bad') return judgement;
  }
  return judgeCanary(evidence, plan.policy);
}

/**
 * Looks again after every step until the canary is bad, or the time is over. What is wrong with the question ends it at once; that there
 * is nothing to see yet does not.
 */
export async function watchCanary(
  question: LiveQuestion,
  plan: LivePlan,
  clock: LiveClock,
  progress: (line: string) => void,
): Promise<LiveJudgement> {
  const { stepSeconds } = question;
  const start = Math.floor(clock.now() / stepSeconds) * stepSeconds;
  for (let end = start + stepSeconds; ; end += stepSeconds) {
    await clock.sleep(Math.max(0, end - clock.now()));
    const over = end - start >= plan.seconds;
    const shown = `${duration(end - start)} of ${duration(plan.seconds)}`;
    let judgement: LiveJudgement;
    try {
      judgement = await judgeRange(question, plan, { start, end, stepSeconds });
    } catch (error) {
      // A Prometheus that restarts in between answers for that time as well, afterwards.
      if (over || end === start + stepSeconds || !(error instanceof PrometheusUnavailable)) throw error;
      progress(`${shown}: ${error.message}`);
      continue;
    }
    if (judgement.finding === 'bad' || over) return judgement;
    if (judgement.finding === 'refused' && judgement.refusal.kind === 'wrong') return judgement;
    progress(`${shown}: ${judgement.finding === 'refused' ? judgement.refusal.problem : judgement.reason}`);
  }
}
