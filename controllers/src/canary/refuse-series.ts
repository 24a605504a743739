import type { Interval } from './interval.js';
import type { Revisions } from './intervals-from-series.js';
import type { Series } from './revision-series.js';

/** `wrong`: the question has to be mended. `nothing`: there is nothing to measure. */
export interface SeriesRefusal {
  readonly kind: 'wrong' | 'nothing';
  readonly problem: string;
  readonly fix: string;
}

/** Series that cannot answer, before anybody judges them. */
export function refuseSeries(
  service: string,
  { baseline, canary, label }: Revisions,
  all: readonly Series[],
  revisioned: readonly Series[],
): SeriesRefusal | undefined {
  if (baseline === canary) {
    return {
      kind: 'wrong',
      problem: `baseline and canary are the same revision, ${canary}`,
      fix: 'name the revision that runs now with --baseline, and the new one with --canary',
    };
  }
  if (all.length === 0) {
    return {
      kind: 'nothing',
      problem: `Prometheus has no requests of the service ${service}`,
      fix: 'is it scraped, and is its label `service` spelled like that?',
    };
  }
  const seen = [...new Set(revisioned.map(({ metric }) => metric[label] ?? ''))].filter((it) => it !== '');
  if (seen.length === 0) {
    return {
      kind: 'wrong',
      problem: `the series of ${service} have no revision: ${label === 'revision' ? '`build_info` with that label is missing for their instances' : `no label \`${label}\``}`,
      fix: 'export build_info{revision} (startTelemetry does), or name a label that tells revisions apart with --revision-label',
    };
  }
  const missing = [canary, baseline].filter((revision) => !seen.includes(revision));
  if (missing.length > 0) {
    return {
      kind: 'nothing',
      problem: `no series of revision ${missing.join(' and ')}; ${service} runs ${seen.sort().join(', ')}`,
      fix: 'wait until it is deployed and scraped, or correct --canary and --baseline',
    };
  }
  return undefined;
}

/** A canary that gets more than half of the traffic is none, unless the stage says so. */
export function refuseTraffic(
  intervals: readonly Interval[],
  { baseline, canary }: Revisions,
  expectedShare: number,
): SeriesRefusal | undefined {
  const total = (of: 'canary' | 'baseline') => intervals.reduce((sum, each) => sum + each[of].requests, 0);
  const [mine, theirs] = [total('canary'), total('baseline')];
  if (mine === 0) {
    return {
      kind: 'nothing',
      problem: `the canary ${canary} got no request`,
      fix: 'is any traffic sent to it, and is it scraped?',
    };
  }
  if (expectedShare < 0.5 && mine > theirs) {
    const percent = Math.round((mine / (mine + theirs)) * 100);
    return {
      kind: 'wrong',
      problem: `the revisions look swapped: ${canary} gets ${percent} % of the traffic, a canary should get ${expectedShare * 100} %`,
      fix: `try --baseline ${canary} --canary ${baseline}; in a later stage say its share with --percent`,
    };
  }
  return undefined;
}
