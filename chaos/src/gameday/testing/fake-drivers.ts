import type { Disturbance, Proof, Target } from '../../target/index.js';

/** Drivers of a platform that exists only as numbers: they put names into a set, and prove by looking into it. */
export function fakeDrivers(
  inPlace: Set<string>,
): Pick<Target, 'instances' | 'vendors' | 'resolvers' | 'sessions' | 'replicas'> {
  const look = (name: string, wanted: boolean): Promise<Proof[]> => {
    const ok = inPlace.has(name) === wanted;
    return Promise.resolve([{ probe: name, expected: String(wanted), observed: String(wanted === ok), ok }]);
  };
  const named = (name: string): Disturbance => ({
    inject: async () => void inPlace.add(name),
    prove: () => look(name, true),
    undo: async () => void inPlace.delete(name),
    proveUndone: () => look(name, false),
  });
  return {
    instances: {
      killed: (region) => named(`killed ${region}`),
      paused: (region) => named(`paused ${region}`),
      crashing: (region) => named(`crashing ${region}`),
      misbehaving: (region) => named(`misbehaving ${region}`),
    },
    vendors: { troubled: (vendor, { kind }) => named(`${vendor} ${kind}`) },
    resolvers: { stale: () => named('stale names'), slow: () => named('slow names') },
    sessions: {
      exhausted: () => named('no connections'),
      holdingJobs: () => named('jobs held'),
    },
    replicas: {
      holdReplay: (region) => named(`lag ${region}`).inject(),
      proveHeld: (region) => look(`lag ${region}`, true),
      resumeReplay: (region) => named(`lag ${region}`).undo(),
      proveResumed: (region) => look(`lag ${region}`, false),
    },
  };
}
