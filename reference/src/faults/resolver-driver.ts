import type { Disturbance, Proof, ResolverDriver } from '@attest/chaos';
import { Packet, UDPClient } from 'dns2';
import { zone } from '../dns/names.js';
import type { ResolverState } from '../dns/resolver-trouble.js';
import { adminCall } from './admin-call.js';

const probeName = `probe.${zone}`;
const fresh: ResolverState = { staleSeconds: 0, addedMs: 0 };
const answerWithinMs = 5000;

/** Makes the bed's resolver stale or slow. A record of its own, which nobody else asks for, shows what it does. */
export function resolverDriver(ports: Readonly<Record<string, number>>): ResolverDriver {
  const call = (method: string, path: string, body?: unknown) =>
    adminCall(ports.admin ?? 0, method, path, body);
  const ask = (from: 'dns' | 'resolver') => target(ports[from] ?? 0);
  let changes = 0;
  /** The authority says something new from now on. */
  const change = async () => {
    changes += 1;
    await call('PUT', `/records/${probeName}`, { target: `probe-${changes}.${zone}`, ttlSeconds: 0 });
  };
  const undo = async () => void (await call('PUT', '/resolver', fresh));
  const proveUndone = async (): Promise<Proof[]> => {
    await change();
    const begun = performance.now();
    const [authority, resolver] = [await ask('dns'), await ask('resolver')];
    const tookMs = performance.now() - begun;
    const state = JSON.stringify(await call('GET', '/resolver'));
    return [
      {
        probe: 'a record that changed',
        expected: `the resolver answers ${authority}`,
        observed: `the resolver answers ${resolver} after ${tookMs.toFixed(0)} ms`,
        ok: authority !== undefined && authority === resolver,
      },
      {
        probe: "the resolver's state",
        expected: JSON.stringify(fresh),
        observed: state,
        ok: state === JSON.stringify(fresh),
      },
    ];
  };
  return {
    stale: (staleSeconds): Disturbance => ({
      async inject() {
        await change();
        await call('PUT', '/resolver', { ...fresh, staleSeconds });
        await change();
      },
      async prove() {
        const [authority, resolver] = [await ask('dns'), await ask('resolver')];
        return [
          {
            probe: 'a record that changed',
            expected: `the authority answers anew, the resolver as before`,
            observed: `the authority answers ${authority}, the resolver ${resolver}`,
            ok: resolver !== undefined && authority !== resolver,
          },
        ];
      },
      undo,
      proveUndone,
    }),
    slow: (addedMs): Disturbance => ({
      async inject() {
        await change();
        await call('PUT', '/resolver', { ...fresh, addedMs });
      },
      async prove() {
        const begun = performance.now();
        const resolver = await ask('resolver');
        const tookMs = performance.now() - begun;
        return [
          {
            probe: 'a question to the resolver',
            expected: `an answer after ${addedMs} ms`,
            observed: `${resolver} after ${tookMs.toFixed(0)} ms`,
            // Timers may fire a millisecond early.
            ok: resolver !== undefined && tookMs >= addedMs - 2,
          },
        ];
      },
      undo,
      proveUndone,
    }),
  };
}

/** What the probe's record points to. */
async function target(port: number): Promise<string | undefined> {
  const packet = await UDPClient({ dns: '127.0.0.1', port, timeout: answerWithinMs })(probeName, 'CNAME');
  return packet.answers.find(({ type }) => type === Packet.TYPE.CNAME)?.domain;
}
