import type { Experiment } from './experiment.js';
import { ratePerSecond } from './light-load.js';

type Load = Experiment['load'];

/**
 * Of what a target carries when nothing but writes is asked of it. The rest is for the generator, the edge and the fault: on two
 * cores that carried 335 writes/s, 167 requests/s were served while a region was lost, and 218 were not served even before.
 */
const usableShare = 0.45;

/**
 * The load that a target can carry, where that is less than the experiment asks for: a test bed on a slow machine would otherwise
 * collapse under the load before anything is done to it, and nothing could be learned. All rates shrink alike, none below one a second unless it was none.
 *
 * @param carriedPerSecond writes that the target carried when it was measured; `undefined` when it was not
 */
export function fitLoad(load: Load, carriedPerSecond: number | undefined): Load {
  const share = carriedPerSecond === undefined ? 1 : (carriedPerSecond * usableShare) / ratePerSecond(load);
  if (share >= 1) return load;
  const shrink = (perSecond: number) => (perSecond === 0 ? 0 : Math.max(1, Math.round(perSecond * share)));
  return {
    ...load,
    writesPerSecond: shrink(load.writesPerSecond),
    gpuWritesPerSecond: shrink(load.gpuWritesPerSecond),
    readsPerSecond: shrink(load.readsPerSecond),
  };
}
