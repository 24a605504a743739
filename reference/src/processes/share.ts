import { join } from 'node:path';
import { ControlGroup, groupsHere } from './control-group.js';
import type { Keeper } from './keeper.js';
import { ModestStart } from './modest-start.js';

/** What a platform gets of the processors while others run beside it: the least until `end` is called, and its share from then on. */
export interface Share {
  /** @param pid of a process that leads a session */
  add(pid: number): void;
  end(): Promise<void>;
}

/**
 * By a control group where this process may make one, and else by what everybody may do.
 *
 * @param shares that it gets in the end, where others get theirs. Without groups that is not to be had
 */
export function modestShare(keeper: Keeper, shares: number): Share {
  const groups = groupsHere();
  if (groups === undefined) return new ModestStart();
  const name = `attest-${keeper.run}`;
  try {
    keeper.registerDirectory(join(groups.path, name));
    return new ControlGroup(groups, name, shares);
  } catch {
    return new ModestStart();
  }
}
