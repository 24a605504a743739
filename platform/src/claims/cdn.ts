import type { Platform } from '../schema/index.js';
import type { Claim } from './claim.js';
import { inSection } from './draft.js';
import { how } from './how.js';
import { is } from './promised.js';

export function cdnClaims({ cdn }: Platform): Claim[] {
  if (cdn === undefined) return [];
  const { provider, cacheStrategy, imageOptimization, section } = cdn;
  const check = how.provider(provider);
  return inSection(section, [
    ['cdn.provider', `The CDN is ${provider}`, is(provider), check],
    ['cdn.cache-strategy', `The CDN caches with the strategy ${cacheStrategy}`, is(cacheStrategy), check],
    [
      'cdn.image-optimization',
      `The CDN ${imageOptimization ? 'optimizes' : 'does not optimize'} images`,
      is(imageOptimization),
      check,
    ],
  ]);
}
