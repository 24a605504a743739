import { ChaosError } from '../chaos-error.js';
import type { Target } from '../target/index.js';
import { missingDriver } from './driver.js';
import type { Site } from './fault.js';

const ability = 'a region that neither is primary nor may take over';

/** For `Fault.missing`, of faults that need such a region and links to it. */
export function missingBystander(target: Target): string | undefined {
  return target.regions.length < 3 ? ability : missingDriver(target, 'links');
}

/** @throws ChaosError `unsupported-by-target` */
export function bystanderOf({ primary, takeover, bystander }: Site): string {
  if (bystander !== undefined) return bystander;
  throw new ChaosError(
    'unsupported-by-target',
    `there are only ${primary} and ${takeover}: this fault needs ${ability}`,
    'choose another experiment, or a platform with three regions',
  );
}
