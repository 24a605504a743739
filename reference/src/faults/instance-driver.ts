import type { InstanceDriver, Proof } from '@attest/chaos';
import { untilReady } from '../composition/until-ready.js';
import { signalIfThere } from '../processes/end-run.js';
import { identify, isAlive, type ProcessIdentity } from '../processes/process-identity.js';
import { isHalted } from '../processes/process-table.js';
import type { SupervisorStatus } from '../supervisor/supervisor-status.js';

const readyTimeoutSeconds = 60;
const struckTimeoutSeconds = 5;

interface Victim extends ProcessIdentity {
  readonly name: string;
}

/** Strikes one instance of every service of a region, by its process; the supervisor finds out for itself. */
export function instanceDriver(
  status: (region: string) => Promise<SupervisorStatus>,
  services: readonly string[],
): InstanceDriver {
  let victims: readonly Victim[] = [];
  const strike = async (region: string, signal: 'SIGKILL' | 'SIGSTOP') => {
    victims = firstOfEach(await status(region), services);
    for (const { pid } of victims) signalIfThere(pid, signal);
  };
  const notReady = async (region: string) =>
    (await status(region)).instances.filter(({ ready }) => !ready).map(({ name }) => name);
  return {
    async kill(region) {
      await strike(region, 'SIGKILL');
      await untilReady('killed instances to be gone', struckTimeoutSeconds, async () =>
        victims.filter(isAlive).map(({ name }) => name),
      );
    },
    proveKilled: async () =>
      victims.map((victim) => proof(victim, 'gone', isAlive(victim) ? 'alive' : 'gone')),
    async pause(region) {
      await strike(region, 'SIGSTOP');
      // A signal is on its way for a moment.
      await untilReady('instances to be halted', struckTimeoutSeconds, async () =>
        victims.filter(({ pid }) => !isHalted(pid)).map(({ name }) => name),
      );
    },
    provePaused: async () =>
      victims.map((victim) => proof(victim, 'halted', isHalted(victim.pid) ? 'halted' : 'not halted')),
    async restore(region) {
      for (const victim of victims) if (isAlive(victim)) signalIfThere(victim.pid, 'SIGCONT');
      await untilReady(`instances of ${region}`, readyTimeoutSeconds, () => notReady(region));
    },
    async proveRestored(region) {
      const left = await notReady(region);
      return [
        {
          probe: `instances of ${region}`,
          expected: 'all ready',
          observed: left.length === 0 ? 'all ready' : `not ready: ${left.join(', ')}`,
          ok: left.length === 0,
        },
        ...victims.map((victim) => {
          const halted = isAlive(victim) && isHalted(victim.pid);
          return proof(victim, 'not halted', halted ? 'halted' : 'not halted');
        }),
      ];
    },
  };
}

function firstOfEach({ instances }: SupervisorStatus, services: readonly string[]): Victim[] {
  return services.flatMap((wanted) => {
    const victim = instances.find(({ service, pid, ready }) => service === wanted && ready && pid !== null);
    const identity = identify(victim?.pid ?? 0);
    return victim === undefined || identity === undefined ? [] : [{ ...identity, name: victim.name }];
  });
}

function proof({ name, pid }: Victim, expected: string, observed: string): Proof {
  return { probe: `process ${pid} of ${name}`, expected, observed, ok: expected === observed };
}
