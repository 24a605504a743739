import type { Proof } from '@attest/chaos';
import { untilReady } from '../composition/until-ready.js';
import { identify, type ProcessIdentity } from '../processes/process-identity.js';
import type { SupervisorStatus } from '../supervisor/supervisor-status.js';

const readyTimeoutSeconds = 60;

/** What a driver needs of a region's supervisor. */
export interface SupervisorAccess {
  status(): Promise<SupervisorStatus>;
  /** Its admin listener. */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** An instance that a fault strikes. */
export interface Victim extends ProcessIdentity {
  readonly service: string;
  readonly name: string;
}

/**
 * One ready instance of every service. A supervisor may still list what has just ended: there is somebody to strike once a process of
 * that number lives. @throws BedError `bed-not-ready`
 */
export async function chooseVictims(
  status: () => Promise<SupervisorStatus>,
  services: readonly string[],
): Promise<readonly Victim[]> {
  let victims: readonly Victim[] = [];
  await untilReady('an instance of every service that can be struck', readyTimeoutSeconds, async () => {
    victims = firstOfEach(await status(), services);
    return services.filter((wanted) => !victims.some(({ service }) => service === wanted));
  });
  return victims;
}

/** Resolves when every instance of the region is ready again, whoever started it. @throws BedError `bed-not-ready` */
export function untilAllReady(region: string, status: () => Promise<SupervisorStatus>): Promise<void> {
  return untilReady(`instances of ${region}`, readyTimeoutSeconds, () => notReady(status));
}

export async function allReadyProof(region: string, status: () => Promise<SupervisorStatus>): Promise<Proof> {
  const left = await notReady(status);
  return {
    probe: `instances of ${region}`,
    expected: 'all ready',
    observed: left.length === 0 ? 'all ready' : `not ready: ${left.join(', ')}`,
    ok: left.length === 0,
  };
}

async function notReady(status: () => Promise<SupervisorStatus>): Promise<readonly string[]> {
  return (await status()).instances.filter(({ ready }) => !ready).map(({ name }) => name);
}

function firstOfEach({ instances }: SupervisorStatus, services: readonly string[]): Victim[] {
  return services.flatMap((wanted) => {
    const victim = instances.find(({ service, pid, ready }) => service === wanted && ready && pid !== null);
    const identity = identify(victim?.pid ?? 0);
    return victim === undefined || identity === undefined
      ? []
      : [{ ...identity, service: wanted, name: victim.name }];
  });
}
