import { describe, expect, it } from 'vitest';
import { parseWhatIf } from './what-if.js';

describe('--what-if', () => {
  it('is the design itself when nothing is said', () => {
    expect(parseWhatIf([])).toEqual({});
  });

  it('may say the same twice', () => {
    expect(parseWhatIf(['replication=async', 'replication=async'])).toEqual({ replication: 'async' });
  });

  it.each([[['replication=']], [['=async']], [['__proto__=x']], [['replication=async', 'replication=sync']]])(
    'refuses %j',
    (assignments) => {
      expect(() => parseWhatIf(assignments)).toThrow(/^--what-if:\n/);
    },
  );
});
