import { ControllerError } from '../../../controller-error.js';
import type { Databases } from '../../ports.js';
import { type SendOptions, send } from '../http/send.js';
import { awaitOperations } from './await-operations.js';
import { type NeonAccess, operationsStarted, startEndpoint, updateEndpoint } from './requests.js';

/** What only a server with a standby in another region can do, and why Neon has none. */
const refused = {
  position: 'its API tells no WAL position of a compute',
  detach:
    'its read replicas are computes on the same storage, in the same region: there is no standby to detach',
  follow:
    'its read replicas are computes on the same storage, in the same region: there is no standby to attach',
  setSynchronousStandbys: 'its storage confirms commits by itself, and takes no synchronous_standby_names',
  promote: 'it has no replica in another region that could become primary',
  writeEpoch: 'an epoch marks a promotion, and there is none',
} as const satisfies Partial<Record<keyof Databases, string>>;

/** @throws ControllerError `not-offered` */
export function neonCannot(what: keyof typeof refused): ControllerError {
  return new ControllerError(
    'not-offered',
    `Neon cannot ${words[what]}: ${refused[what]}`,
    'fail over between regions with PostgreSQL servers that stream to each other; within a region Neon restarts a compute by itself, and attest can ' +
      'restore a branch to a point in time (restoreNeonBranch)',
  );
}

const words: Record<keyof typeof refused, string> = {
  position: 'tell how far a region’s database is',
  detach: 'detach a standby',
  follow: 'make a standby follow another primary',
  setSynchronousStandbys: 'choose synchronous standbys',
  promote: 'promote a standby in another region',
  writeEpoch: 'begin an epoch',
};

/**
 * What of a failover Neon's API offers: to refuse clients and to take them again. Everything else is refused with its reason.
 *
 * @param endpoints the read-write compute by region
 */
export function neonDatabases(
  access: NeonAccess,
  endpoints: Readonly<Record<string, string>>,
  options: SendOptions,
): Databases {
  const endpointOf = (region: string): string => {
    const endpoint = endpoints[region];
    if (endpoint !== undefined) return endpoint;
    throw new ControllerError(
      'not-configured',
      `Neon: no compute is configured in ${region}; there are ${Object.keys(endpoints).join(', ')}`,
      'name the id of its read-write endpoint in the target’s failover section',
    );
  };
  const setDisabled = async (region: string, disabled: boolean, signal: AbortSignal): Promise<void> => {
    const request = updateEndpoint(access, endpointOf(region), { endpoint: { disabled } });
    await awaitOperations(access, await send(request, operationsStarted, options, signal), options, signal);
  };
  const cannot = (what: keyof typeof refused) => async (): Promise<never> => {
    throw neonCannot(what);
  };
  return {
    refuseWrites: (region, signal) => setDisabled(region, true, signal),
    async acceptWrites(region, signal) {
      await setDisabled(region, false, signal);
      const started = await send(
        startEndpoint(access, endpointOf(region)),
        operationsStarted,
        options,
        signal,
      );
      await awaitOperations(access, started, options, signal);
    },
    position: cannot('position'),
    detach: cannot('detach'),
    follow: cannot('follow'),
    setSynchronousStandbys: cannot('setSynchronousStandbys'),
    promote: cannot('promote'),
    writeEpoch: cannot('writeEpoch'),
  };
}
