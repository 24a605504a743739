import { ControllerError } from '../../../controller-error.js';
import type { Dns } from '../../ports.js';
import { type SendOptions, send } from '../http/send.js';
import { type CloudflareAccess, editRecord, getRecord, readRecord } from './requests.js';

export interface CloudflareRecords {
  readonly zoneId: string;
  /** By the name that the failover uses. */
  readonly records: Readonly<Record<string, CloudflareRecord>>;
}

export interface CloudflareRecord {
  readonly recordId: string;
  readonly type: 'A' | 'AAAA' | 'CNAME';
  /** Content of the record by region: an address, or a name for CNAME. */
  readonly targets: Readonly<Record<string, string>>;
}

/**
 * DNS records that Cloudflare serves. What its API says is taken for what its name servers answer; they follow within seconds.
 * TTL, name and proxying of a record stay as they are.
 */
export function cloudflareRecordDns(
  access: CloudflareAccess,
  { zoneId, records }: CloudflareRecords,
  options: SendOptions,
): Dns {
  const known = (name: string): CloudflareRecord => {
    const it = records[name];
    if (it !== undefined) return it;
    throw new ControllerError(
      'not-configured',
      `Cloudflare: the record ${name} is not configured; there are ${Object.keys(records).join(', ')}`,
      'name it with its id and its targets in the target’s failover section',
    );
  };
  const read = (name: string, assumedContent: string, signal: AbortSignal) => {
    const { recordId, type } = known(name);
    const assumed = { name, type, ttl: 1, content: assumedContent };
    return send(getRecord(access, zoneId, recordId), readRecord(assumed), options, signal);
  };
  return {
    async current(name, signal) {
      const { targets } = known(name);
      const { content } = await read(name, Object.values(targets)[0] ?? '', signal);
      const found = Object.entries(targets).find(([, target]) => target === content);
      if (found !== undefined) return found[0];
      throw new ControllerError(
        'conflict',
        `Cloudflare: the record ${name} points to ${content}, which is the target of no region`,
        'find out who changed it, and point it to the primary’s target before a failover',
      );
    },

    async point(name, region, signal) {
      const { recordId, targets } = known(name);
      const content = targets[region];
      if (content === undefined) {
        throw new ControllerError(
          'not-configured',
          `Cloudflare: the record ${name} has no target in ${region}; there are ${Object.keys(targets).join(', ')}`,
          `add targets.${region} in the target’s failover section`,
        );
      }
      const before = await read(name, '', signal);
      if (before.content === content) return;
      const { type, ttl, proxied } = before;
      const edit = { type, name: before.name, ttl, content, ...(proxied === undefined ? {} : { proxied }) };
      const after = await send(
        editRecord(access, zoneId, recordId, edit),
        readRecord({ ...before, content }),
        options,
        signal,
      );
      if (after.content === content) return;
      throw new ControllerError(
        'conflict',
        `Cloudflare: the record ${name} was pointed to ${content}, but its answer says ${after.content}`,
        'somebody else changed it at the same time: look at what it is now, then start again',
      );
    },
  };
}
