import type { Disturbance, NodeDriver } from '@attest/chaos';
import { untilReady } from '../composition/until-ready.js';
import { isAlive } from '../processes/process-identity.js';
import {
  allReadyProof,
  chooseVictims,
  type SupervisorAccess,
  untilAllReady,
  type Victim,
} from './victims.js';

/** Longer than the grace after which an instance is killed. */
const drainedTimeoutSeconds = 40;

/** The first ready instance of every service stand on one node, as far as a bed without nodes can tell. */
export function nodeDriver(
  supervisor: (region: string) => SupervisorAccess,
  services: readonly string[],
): NodeDriver {
  let victims: readonly Victim[] = [];
  const drained = (region: string) =>
    supervisor(region).ask('GET', '/troubles/drained') as Promise<readonly string[]>;
  return {
    drained: (region): Disturbance => ({
      async inject() {
        victims = await chooseVictims(() => supervisor(region).status(), services);
        const instances = victims.map(({ name }) => name);
        await supervisor(region).ask('PUT', '/troubles/drained', { instances });
        await untilReady('instances of the node to end', drainedTimeoutSeconds, async () =>
          victims.filter(isAlive).map(({ name }) => name),
        );
      },
      async prove() {
        const names = await drained(region);
        const { instances } = await supervisor(region).status();
        return instances
          .filter(({ name }) => names.includes(name))
          .map(({ name, state, lastExit }) => {
            const how = lastExit?.signal ?? `exit code ${lastExit?.code}`;
            return {
              probe: `instance ${name}`,
              expected: 'away, in good order (exit code 0)',
              observed: `${state}, ${how}`,
              ok: state === 'away' && lastExit?.code === 0,
            };
          });
      },
      async undo() {
        await supervisor(region).ask('DELETE', '/troubles/drained');
        await untilAllReady(region, () => supervisor(region).status());
      },
      async proveUndone() {
        const left = await drained(region);
        return [
          {
            probe: `drained instances of ${region}`,
            expected: 'none',
            observed: left.join(', ') || 'none',
            ok: left.length === 0,
          },
          await allReadyProof(region, () => supervisor(region).status()),
        ];
      },
    }),
  };
}
