import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ScalableInstance } from './autoscaled-service.js';
import { Drain } from './drain.js';
import { IngressBackend } from './ingress.js';
import { Instance } from './instance.js';
import { type Release, ReleasedService } from './released-service.js';

const release: Release = { revision: 'v2', instances: 2 };

/** Two instances of v1 behind one ingress. */
function service() {
  const killed: string[] = [];
  const forgotten: string[] = [];
  const create = (name: string): ScalableInstance => ({
    backend: new IngressBackend(),
    instance: new Instance(
      { name },
      {
        start: () => ({
          pid: 1,
          ports: new Promise(() => {}),
          exited: new Promise(() => {}),
          terminate: () => undefined,
          kill: () => killed.push(name),
        }),
        ask: async () => true,
        onCrash: () => {},
        onAvailability: () => {},
      },
    ),
  });
  const initial = [create('v1-1'), create('v1-2')];
  for (const { instance } of initial) instance.start();
  const baseline = initial.map(({ backend }) => backend);
  const canary: IngressBackend[] = [];
  let ordinal = 0;
  const released = new ReleasedService(initial, { baseline, canary }, new Drain(), {
    add: ({ revision }) => create(`${revision}-${++ordinal}`),
    remove: ({ instance }) => forgotten.push(instance.name),
  });
  return { released, baseline, canary, killed, forgotten, old: [...baseline] };
}

describe('a released service', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('runs a new revision beside the one that serves', () => {
    const { released, baseline, canary, old } = service();
    released.deploy(release);
    released.deploy(release);
    expect([baseline, canary.length]).toEqual([old, 2]);
    expect(() => released.deploy({ ...release, revision: 'v3' })).toThrow('v2 is being rolled out');
  });

  it('takes the new one away when it is withdrawn, and lets it finish what it has', () => {
    const { released, baseline, canary, killed, forgotten, old } = service();
    released.deploy(release);
    released.withdraw();
    released.withdraw();
    expect([baseline, canary, forgotten, killed]).toEqual([old, [], ['v2-1', 'v2-2'], []]);
    vi.advanceTimersByTime(3000);
    expect(killed).toEqual(['v2-1', 'v2-2']);
  });

  it('lets the new one serve everything once it is promoted, and takes the old one away', () => {
    const { released, baseline, canary, forgotten } = service();
    released.deploy(release);
    const promoted = [...canary];
    released.promote();
    expect([baseline, forgotten]).toEqual([promoted, ['v1-1', 'v1-2']]);
    released.deploy({ ...release, revision: 'v3' });
    expect(canary).toHaveLength(2);
    expect(canary).not.toContain(promoted[0]);
    released.withdraw();
    expect(baseline).toEqual(promoted);
  });
});
