import { setTimeout as delay } from 'node:timers/promises';
import type { Dns } from '@attest/controllers/failover';
import { databaseTarget, originTarget, primaryDatabaseName, regionOfTarget } from '../dns/names.js';
import { createResolver } from '../dns/resolver.js';
import type { FailoverControllerConfig } from './controller-config.js';
import { sendJson } from './http-json.js';

const pollMs = 50;

export function createDns({ dns }: FailoverControllerConfig): Dns {
  const current = async (record: string): Promise<string> => {
    // A resolver of its own for every question, so that no cache answers.
    const { target } = await createResolver({ port: dns.queryPort }).cname(record);
    const region = regionOfTarget(target);
    if (region === undefined) throw new Error(`${record} points to ${target}, which is no region`);
    return region;
  };
  return {
    current,
    async point(record, region, signal) {
      const target = record === primaryDatabaseName ? databaseTarget(region) : originTarget(region);
      await sendJson('PUT', `http://127.0.0.1:${dns.adminPort}/records/${record}`, { target }, signal);
      while (!signal.aborted && (await current(record)) !== region) await delay(pollMs);
      signal.throwIfAborted();
    },
  };
}
