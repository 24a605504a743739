import { describe, expect, it } from 'vitest';
import { type SwitchPorts, switchAndBack } from './switch-and-back.js';

/** A look every 5 s, and everything that was done, in order. */
function platform(over: Partial<SwitchPorts> = {}) {
  const done: string[] = [];
  let t = 0;
  const nothing = { requests: 0, errors: 0 };
  const ports: SwitchPorts = {
    send: async (weight) => void done.push(`send ${weight}`),
    retire: async (revision) => void done.push(`retire ${revision}`),
    measure: async () => {
      t += 5;
      done.push(`look at ${t}`);
      return { t, seconds: 5, canary: nothing, baseline: nothing };
    },
    wait: async () => true,
    ...over,
  };
  return { done, ports };
}

describe('a switch to the new environment and back', () => {
  it('sends everything there at once, watches, sends everything back, watches, and only then takes the new one away', async () => {
    const { done, ports } = platform();
    expect(await switchAndBack({ seconds: 10 }, ports)).toBe('switched-back');
    expect(done).toEqual([
      'send 1',
      'look at 5',
      'look at 10',
      'send 0',
      'look at 15',
      'look at 20',
      'retire canary',
    ]);
  });

  it('tries again what did not work at once, and says so when it never does', async () => {
    let failures = 2;
    const flaky = platform({
      send: async () => {
        failures -= 1;
        if (failures >= 0) throw new Error('edge restarts');
      },
    });
    expect(await switchAndBack({ seconds: 5 }, flaky.ports)).toBe('switched-back');
    const broken = platform({ send: async () => Promise.reject(new Error('no edge')) });
    await expect(switchAndBack({ seconds: 5 }, broken.ports)).rejects.toThrow('no edge');
  });

  it('takes no time that could not be measured for time that was watched', async () => {
    let looks = 0;
    const { done, ports } = platform();
    const half: SwitchPorts = {
      ...ports,
      measure: async () => {
        looks += 1;
        if (looks % 2 === 0) throw new Error('Prometheus is away');
        return ports.measure();
      },
    };
    await switchAndBack({ seconds: 10 }, half);
    expect(done.filter((line) => line.startsWith('look'))).toHaveLength(4);
  });

  it('leaves everything as it is when told to', async () => {
    const { done, ports } = platform({ wait: async () => false });
    expect(await switchAndBack({ seconds: 10 }, ports)).toBe('interrupted');
    expect(done).toEqual(['send 1']);
  });
});
