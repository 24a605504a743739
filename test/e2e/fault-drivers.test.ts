import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultName, faults, type Target } from '@attest/chaos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Parts, partDrivers, site, startParts } from './parts.js';

/** Real servers, links and processes, without the platform around them. */
describe.sequential('faults on real parts', () => {
  let stateDirectory: string;
  let parts: Parts | undefined;
  let target: Target;

  beforeAll(async () => {
    stateDirectory = mkdtempSync(join(tmpdir(), 'attest-fault-drivers-'));
    parts = await startParts(`fault-drivers-${process.pid}`, stateDirectory, partDrivers);
    target = parts.target;
  });
  afterAll(async () => {
    await parts?.stop();
    if (stateDirectory !== undefined) rmSync(stateDirectory, { recursive: true, force: true });
  });

  const notOk = (proofs: readonly { ok: boolean }[]) => proofs.filter(({ ok }) => !ok);

  it.each<FaultName>([
    'partition',
    'flapping-partition',
    'one-way-partition',
    'deaf-primary',
    'bystander-partition',
    'isolated-primary',
    'narrow-link',
    'connection-resets',
    'latency',
    'error-injection',
    'slow-responses',
    'webhook-late',
    'ably-outage',
    'traffic-spike',
    'retry-storm',
    'database-unreachable',
    'replicate-outage',
    'replicate-hang',
    'replicate-slow',
    'replicate-rate-limit',
    'webhook-outage',
    'webhook-loss',
    'webhook-duplicate',
    'slow-dns',
    'replica-lag',
    'connection-exhaustion',
    'long-lock',
    'slow-disk',
    'instance-pause',
    'instance-kill',
    'crash-loop',
    'secret-rotation',
    'clock-skew',
    'slow-start',
    'bad-configuration',
    'node-drain',
    'database-pause',
    'database-kill',
    'disk-full',
    'stale-dns-in-failover',
    'alerting-outage-in-failover',
    'pager-outage-in-failover',
  ])('%s is proven only while it is there, and is undone, also twice', async (name) => {
    const fault = faults[name];
    expect(fault.missing(target)).toBeUndefined();
    // Nothing that a probe could have been told by an earlier fault makes up for looking.
    const early = await fault.prove(target, site).catch(() => []);
    expect(early.length === 0 || notOk(early).length > 0).toBe(true);

    try {
      await fault.inject(target, site);
      const proofs = await fault.prove(target, site);
      expect(proofs.length).toBeGreaterThan(0);
      expect(notOk(proofs)).toEqual([]);
      // What is still there cannot be proven to be gone; an instance that was killed is started again by others at once.
      if (name !== 'instance-kill')
        expect(notOk(await fault.proveUndone(target, site)).length).toBeGreaterThan(0);
    } finally {
      // Also where a check has failed: the next fault is not to meet this one.
      await fault.undo(target, site);
      await fault.undo(target, site);
    }
    expect(notOk(await fault.proveUndone(target, site))).toEqual([]);
  });

  it('region loss needs more than parts, and says so', () => {
    expect(faults['region-loss'].missing(target)).toMatch(/cut the links of a region/);
  });
});
