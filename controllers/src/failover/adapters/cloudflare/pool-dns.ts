import { ControllerError } from '../../../controller-error.js';
import type { Dns } from '../../ports.js';
import { type SendOptions, send } from '../http/send.js';
import { type CloudflareAccess, editPool, getPool, readPool } from './requests.js';

export interface CloudflarePools {
  readonly accountId: string;
  /** By the name that the failover uses: the pool of each region, all of them pools of one load balancer. */
  readonly pools: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Load balancers of Cloudflare as records of the failover: a load balancer points to the region whose pool alone is enabled. A disabled
 * pool gets no traffic and no health checks, so that Cloudflare's own failover cannot go to a region that must not be written to.
 */
export function cloudflarePoolDns(
  access: CloudflareAccess,
  { accountId, pools }: CloudflarePools,
  options: SendOptions,
): Dns {
  const poolsOf = (name: string): [region: string, pool: string][] => {
    const regions = Object.entries(pools[name] ?? {});
    if (regions.length > 0) return regions;
    throw new ControllerError(
      'not-configured',
      `Cloudflare: the load balancer ${name} is not configured; there are ${Object.keys(pools).join(', ')}`,
      'name the pool of each region in the target’s failover section',
    );
  };
  const isEnabled = async (pool: string, assumed: boolean, signal: AbortSignal): Promise<boolean> =>
    (await send(getPool(access, accountId, pool), readPool({ id: pool, enabled: assumed }), options, signal))
      .enabled;
  const set = async (name: string, pool: string, enabled: boolean, signal: AbortSignal): Promise<void> => {
    const edit = editPool(access, accountId, pool, { enabled });
    const after = await send(edit, readPool({ id: pool, enabled }), options, signal);
    if (after.enabled === enabled) return;
    throw new ControllerError(
      'conflict',
      `Cloudflare: the pool ${pool} of ${name} was ${enabled ? 'enabled' : 'disabled'}, but its answer says the opposite`,
      'somebody else changed it at the same time: look at what it is now, then start again',
    );
  };
  return {
    async current(name, signal) {
      const states = await Promise.all(
        poolsOf(name).map(async ([region, pool], index) => ({
          region,
          enabled: await isEnabled(pool, index === 0, signal),
        })),
      );
      const enabled = states.filter((it) => it.enabled).map(({ region }) => region);
      const [only, ...others] = enabled;
      if (only !== undefined && others.length === 0) return only;
      throw new ControllerError(
        'conflict',
        `Cloudflare: of the load balancer ${name} ${enabled.length === 0 ? 'no pool is' : `the pools of ${enabled.join(', ')} are`} enabled, expected is one`,
        'enable the pool of the primary region and disable the others before a failover',
      );
    },

    async point(name, region, signal) {
      const all = poolsOf(name);
      const target = all.find(([it]) => it === region);
      if (target === undefined) {
        throw new ControllerError(
          'not-configured',
          `Cloudflare: the load balancer ${name} has no pool in ${region}; there are ${all.map(([it]) => it).join(', ')}`,
          `add pools.${name}.${region} in the target’s failover section`,
        );
      }
      // The new one first: a load balancer without any enabled pool answers nobody.
      await set(name, target[1], true, signal);
      for (const [other, pool] of all) if (other !== region) await set(name, pool, false, signal);
    },
  };
}
