import { syncPeriodSeconds } from '../autoscaler/autoscaler.js';
import type { SeriesRange } from '../canary/intervals-from-series.js';
import type { Series } from '../canary/revision-series.js';
import { ControllerError } from '../controller-error.js';
import type { ScalingObservation } from './scaling-observation.js';
import type { ScalingQuery } from './scaling-queries.js';

export type ScalingSeries = Readonly<Record<ScalingQuery, readonly Series[]>>;

/**
 * What the series of a cluster tell of a deployment, one observation in each period of the autoscaler, from the first to the last moment
 * at which its replicas are known.
 *
 * @throws ControllerError `not-observed` when they are known at no moment, or not at all of them
 */
export function observationsFromSeries(
  series: ScalingSeries,
  { start, end }: Pick<SeriesRange, 'start' | 'end'>,
): ScalingObservation[] {
  const replicas = valuesOf(series.replicas);
  const [cpu, memory, counted] = [series.cpu, series.memory, series.counted].map(valuesOf);
  const known = [...replicas.keys()].filter((t) => t >= start && t <= end).sort((a, b) => a - b);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined)
    throw notObserved('kube_deployment_spec_replicas has no value of it in this time');
  const observations: ScalingObservation[] = [];
  for (let t = first; t <= last; t += syncPeriodSeconds) {
    const count = replicas.get(t);
    if (count === undefined)
      throw notObserved(`kube_deployment_spec_replicas has no value ${t - first} s after its first one`);
    const [itsCpu, itsMemory, itsCounted] = [cpu?.get(t), memory?.get(t), counted?.get(t)];
    observations.push({
      t: t - first,
      replicas: count,
      utilization: {
        ...(itsCpu !== undefined && { cpu: rounded(itsCpu) }),
        ...(itsMemory !== undefined && { memory: rounded(itsMemory) }),
      },
      ...(itsCounted !== undefined && { counted: Math.min(itsCounted, count) }),
    });
  }
  return observations;
}

/** Counters are floating-point numbers: what is 100 % must not become 99.99999 %, of which a digit would be cut off. */
const rounded = (percent: number) => Number(percent.toFixed(3));

function valuesOf(series: readonly Series[] | undefined): ReadonlyMap<number, number> {
  const values = series?.[0]?.values ?? [];
  return new Map(
    values.flatMap(([t, text]) => (Number.isFinite(Number(text)) ? [[t, Number(text)] as const] : [])),
  );
}

const notObserved = (what: string) =>
  new ControllerError(
    'not-observed',
    `the deployment was not observed: ${what}`,
    'kube-state-metrics must be scraped every 15 s, and namespace and deployment must be named as they are in the cluster',
  );
