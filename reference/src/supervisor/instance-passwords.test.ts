import { describe, expect, it } from 'vitest';
import { digestOf } from '../services/passwords.js';
import { InstancePasswords } from './instance-passwords.js';

const config = { database: { dnsPort: 53, user: 'u', passwords: ['configured'] }, resources: [] };

/** Instances of which some hold what they are given, some do not answer, and some have no process. */
function passwordsOf(holding: Record<string, boolean | undefined>) {
  const instances = Object.entries(holding).map(([name, holds]) => ({
    name,
    holdsPasswords: async () => holds,
  }));
  return new InstancePasswords(() => instances);
}

describe('passwords of instances', () => {
  it('are those of the configuration until others are handed out', () => {
    const passwords = passwordsOf({});
    expect(passwords.configured(config)).toBe(config);
    expect(passwords.handedOut).toEqual({ digest: null, waitingFor: [] });
  });

  it('come with the configuration of what starts later', async () => {
    const passwords = passwordsOf({ gone: undefined });
    await passwords.handOut(['a', 'b']);
    expect(passwords.configured(config)).toEqual({
      ...config,
      database: { ...config.database, passwords: ['a', 'b'] },
    });
  });

  it('are handed out once everybody who runs says so, and nobody else is waited for', async () => {
    const passwords = passwordsOf({ good: true, mute: false, gone: undefined });
    expect(await passwords.handOut(['a'])).toEqual({ digest: digestOf(['a']), waitingFor: ['mute'] });
  });

  it('are told to nobody who asks', async () => {
    const passwords = passwordsOf({ good: true });
    expect(JSON.stringify(await passwords.handOut(['geheim']))).not.toContain('geheim');
  });
});
