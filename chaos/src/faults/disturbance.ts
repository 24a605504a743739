import type { Disturbance, Target } from '../target/index.js';
import { type DriverName, driver, missingDriver } from './driver.js';
import type { Fault, Site } from './fault.js';

/** A fault that a driver of the target brings with it, whole. */
export function disturbance<N extends DriverName>(
  name: N,
  choose: (driver: NonNullable<Target[N]>, site: Site) => Disturbance,
  words: Pick<Fault, 'title' | 'elsewhere'>,
): Fault {
  const chosen = (target: Target, site: Site) => choose(driver(target, name), site);
  return {
    ...words,
    missing: (target) => missingDriver(target, name),
    inject: (target, site) => chosen(target, site).inject(),
    prove: (target, site) => chosen(target, site).prove(),
    undo: (target, site) => chosen(target, site).undo(),
    proveUndone: (target, site) => chosen(target, site).proveUndone(),
  };
}
