import type { LinkChoice } from '../target/index.js';
import { driver, missingDriver } from './driver.js';
import type { Fault, Site } from './fault.js';

type Choose = (site: Site) => LinkChoice;

/** Nothing passes through the links, neither over connections that exist nor over new ones, and nobody is told. */
export function cut(choose: Choose, words: Pick<Fault, 'title' | 'elsewhere'>): Fault {
  return {
    ...words,
    missing: (target) => missingDriver(target, 'links'),
    inject: (target, site) => driver(target, 'links').cut(choose(site)),
    prove: (target, site) => driver(target, 'links').proveCut(choose(site)),
    undo: (target, site) => driver(target, 'links').restore(choose(site)),
    proveUndone: (target, site) => driver(target, 'links').proveRestored(choose(site)),
  };
}

/** Every round trip over the links takes longer. */
export function slow(choose: Choose, addedMs: number, words: Pick<Fault, 'title' | 'elsewhere'>): Fault {
  return {
    ...words,
    missing: (target) => missingDriver(target, 'links'),
    inject: (target, site) => driver(target, 'links').slow(choose(site), addedMs),
    prove: (target, site) => driver(target, 'links').proveSlow(choose(site), addedMs),
    undo: (target, site) => driver(target, 'links').restore(choose(site)),
    proveUndone: (target, site) => driver(target, 'links').proveRestored(choose(site)),
  };
}
