import type { Platform } from '@attest/platform';
import type { Load, Stream } from './load.js';

/** What share of the load each kind of request has; per second, over all services. */
export interface Mix {
  readonly writesPerSecond: number;
  readonly gpuWritesPerSecond: number;
  readonly readsPerSecond: number;
  /** A request that takes longer has an unknown outcome. */
  readonly timeoutSeconds: number;
  readonly maxSeconds: number;
  readonly rampSeconds: number;
}

/**
 * The load over every resource that the catalog's services store. Writes that a GPU fulfils are dear and come rarely, as in
 * a real product; the others share the rate. What such writes are for is left out altogether when there are to be none.
 */
export function mixedLoad(
  platform: Platform,
  entrances: Readonly<Record<string, string>>,
  run: string,
  mix: Mix,
): Omit<Load, 'clock'> {
  const resources = platform.services
    .flatMap((service) => service.resources.map((resource) => ({ ...resource, base: entrances[service.id] })))
    .filter(({ fulfilledBy }) => fulfilledBy !== 'gpu' || mix.gpuWritesPerSecond > 0);
  const gpu = resources.filter((resource) => resource.fulfilledBy === 'gpu');
  const plain = resources.filter((resource) => resource.fulfilledBy === undefined);
  const model = platform.gpu?.models[0];
  const streams = resources.flatMap((resource): Stream[] => {
    const isGpu = resource.fulfilledBy === 'gpu';
    const url = `${resource.base}${resource.path}`;
    const perSecond = isGpu ? mix.gpuWritesPerSecond / gpu.length : mix.writesPerSecond / plain.length;
    const requested = resource.enqueues.filter((job) => job.when === 'requested').map((job) => job.queue);
    const write = (name: string, rate: number, body: Record<string, unknown>) =>
      stream(name, 'write', url, rate, mix.timeoutSeconds, body);
    // One write in twenty asks for the follow-up jobs, so that every queue has work without any drowning in it.
    const followUps = requested.length === 0 ? 0 : perSecond / 20;
    return [
      write(resource.name, perSecond - followUps, isGpu && model !== undefined ? { model } : {}),
      ...(followUps > 0 ? [write(`${resource.name}-with-jobs`, followUps, { requested })] : []),
      stream(
        `${resource.name}-list`,
        'read',
        url,
        mix.readsPerSecond / resources.length,
        mix.timeoutSeconds,
        {},
      ),
    ];
  });
  return {
    run,
    maxSeconds: mix.maxSeconds,
    rampSeconds: mix.rampSeconds,
    timeoutSeconds: mix.timeoutSeconds,
    headers: {},
    streams,
  };
}

function stream(
  name: string,
  kind: Stream['kind'],
  url: string,
  perSecond: number,
  timeoutSeconds: number,
  body: Record<string, unknown>,
): Stream {
  const rate = Math.max(1, Math.round(perSecond));
  // Enough for every request to hang until its time-out: k6 makes further users only while it already drops iterations.
  // A time-out on a busy machine ends late, and the rarer the requests the more a single one counts.
  const virtualUsers = Math.ceil(rate * (timeoutSeconds + 2)) + 10;
  return { name, kind, url, perSecond: rate, virtualUsers, body };
}
