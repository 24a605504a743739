import { type AlarmName, tolerableCpuRatio } from './alarms.js';
import type { CanaryPolicy } from './canary-policy.js';
import type { Doubts } from './doubts.js';
import type { Events } from './events.js';
import type { Evidence } from './evidence.js';
import { countAbove, sum } from './interval.js';
import { oddsRatio } from './odds-ratio.js';
import { p99Of, type Totals } from './totals.js';

/** Why a canary is rolled back, one sentence with the numbers. */
export function rollbackReason(alarm: AlarmName, evidence: Evidence, policy: CanaryPolicy): string {
  return reasons[alarm](evidence, policy);
}

const reasons = {
  'errors-worse': ({ totals, errorOdds }) =>
    `The canary has ${errors(totals.canary)}, the baseline ${errors(totals.baseline)} over the same time: ${times(oddsRatio(errorOdds))} the odds of an error.`,
  'errors-over': ({ t, totals, troubles }, { errorRate }) => {
    const { seconds, events, total } = troubles['errors-over'];
    const accepted = `certainly more than the ${percent(errorRate)} that are accepted`;
    if (seconds >= t) return `The canary has ${errors(totals.canary)}, ${accepted}.`;
    const lately = errors({ errors: events, requests: total });
    return `In the last ${duration(seconds)} the canary had ${lately}, ${accepted}; since its beginning ${errors(totals.canary)}.`;
  },
  'latency-worse': ({ totals, tailOdds }) =>
    `${slower(totals)}: ${times(oddsRatio(tailOdds))} the odds of a slow request.`,
  'latency-over': ({ t, totals, troubles }, { latencyP99Seconds }) => {
    const { seconds, events, total } = troubles['latency-over'];
    const limit = `${latencyP99Seconds * 1000} ms`;
    if (seconds >= t) {
      return `The canary's p99 is ${p99(totals.canary)}, certainly above the ${limit} that are accepted.`;
    }
    const slow = `${events} of the canary's ${total} requests (${percent(events / total)}) took longer than ${limit}`;
    return `In the last ${duration(seconds)} ${slow}, certainly more than the 1 % that are accepted; since its beginning p99 is ${p99(totals.canary)}.`;
  },
  'cpu-worse': ({ totals }) =>
    `The canary uses ${mean(totals.canary)} CPU on average, the baseline ${mean(totals.baseline)}, and interval after interval more than ${tolerableCpuRatio} times as much.`,
} as const satisfies Record<AlarmName, (evidence: Evidence, policy: CanaryPolicy) => string>;

export function goodReason({ totals }: Evidence, policy: CanaryPolicy): string {
  const parts = [`${errors(totals.canary)} (baseline ${errors(totals.baseline)})`];
  if (totals.canary.latency !== undefined) parts.push(`p99 ${p99(totals.canary)} (${p99(totals.baseline)})`);
  if (totals.canary.cpuSamples > 0) parts.push(`CPU ${mean(totals.canary)} (${mean(totals.baseline)})`);
  const measured = {
    error_rate: true,
    latency: totals.canary.latency !== undefined,
    cpu_usage: totals.canary.cpuSamples > 0,
  };
  const missing = policy.metrics.filter((metric) => !measured[metric]);
  const unmeasured = missing.length > 0 ? ` Not measured: ${missing.join(', ')}.` : '';
  return `The canary is within the thresholds and no worse than the baseline: ${parts.join(', ')}.${unmeasured}`;
}

export function doubtReason({ open, secondsMore }: Doubts, { t, totals }: Evidence): string {
  const traffic = `${totals.canary.requests} canary requests in ${duration(t)}`;
  const known =
    open.length === 1 && totals.canary.requests === 0 ? open[0] : `${traffic} do not show ${list(open)}`;
  if (secondsMore === undefined)
    return `Not known: ${known}; at this traffic nobody can say how long it would take.`;
  return `Not known: ${known}; at this traffic it would take about ${duration(secondsMore)} more.`;
}

const errors = ({ errors: count, requests }: Pick<Totals, 'errors' | 'requests'>) =>
  `${count} errors in ${requests} requests (${percent(requests === 0 ? 0 : count / requests)})`;

const percent = (share: number) => `${Number((share * 100).toPrecision(3))} %`;

const times = (ratio: number | undefined) =>
  ratio === undefined || !Number.isFinite(ratio) ? 'many times' : `${Number(ratio.toPrecision(3))} times`;

function p99(totals: Totals): string {
  const bucket = p99Of(totals);
  if (bucket === undefined) return 'unknown';
  const { low, high } = bucket;
  return high === Infinity ? `above ${low * 1000} ms` : `${low * 1000}–${high * 1000} ms`;
}

/** At the boundary where the difference is least likely to be chance: both p99 may lie in the same bucket, and then say nothing of it. */
function slower({ canary, baseline }: Evidence['totals']): string {
  const [most] = (canary.latency?.le ?? [])
    .map((boundary) => ({
      boundary,
      ofCanary: slowerThan(canary, boundary),
      ofBaseline: slowerThan(baseline, boundary),
    }))
    .filter(({ ofCanary, ofBaseline }) => shareOf(ofCanary) > shareOf(ofBaseline))
    .sort((a, b) => surprise(b.ofCanary, b.ofBaseline) - surprise(a.ofCanary, a.ofBaseline));
  if (most === undefined) {
    return `The canary's p99 is ${p99(canary)}, the baseline's ${p99(baseline)} over the same time`;
  }
  const [ofCanary, ofBaseline] = [shareOf(most.ofCanary), shareOf(most.ofBaseline)];
  return `${percent(ofCanary)} of the canary's requests took longer than ${most.boundary * 1000} ms, ${percent(ofBaseline)} of the baseline's over the same time`;
}

/** No events of none where it is not known. */
function slowerThan({ latency }: Totals, boundary: number): Events {
  const events = latency === undefined ? undefined : countAbove(latency, boundary);
  return events === undefined ? { total: 0, events: 0 } : { total: sum(latency?.counts ?? []), events };
}

/** Not a number of none, which is no more than anything. */
const shareOf = ({ total, events }: Events) => events / total;

/** ln of how much likelier it is that both have shares of their own than one in common (Woolf, "The log likelihood ratio test", 1957). */
function surprise(one: Events, other: Events): number {
  const both = { total: one.total + other.total, events: one.events + other.events };
  return logLikelihood(one) + logLikelihood(other) - logLikelihood(both);
}

function logLikelihood({ total, events }: Events): number {
  const weighted = (count: number) => (count === 0 ? 0 : count * Math.log(count / total));
  return weighted(events) + weighted(total - events);
}

const mean = ({ cpuSum, cpuSamples }: Totals) =>
  cpuSamples === 0 ? 'unknown' : String(Number((cpuSum / cpuSamples).toPrecision(3)));

const list = (parts: readonly string[]) => parts.join(', and ');

export const duration = (seconds: number): string =>
  seconds < 120
    ? `${Math.round(seconds)} s`
    : seconds < 7200
      ? `${Math.round(seconds / 60)} minutes`
      : seconds < 172_800
        ? `${Math.round(seconds / 3600)} hours`
        : `${Math.round(seconds / 86_400)} days`;
