import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { npmAsFirstProcess } from './npm-as-first-process.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  npmAsFirstProcess.check(withChange(arborKumori, change), '2026-11-23');

describe('npm-as-first-process', () => {
  it('names the instruction', () => {
    const found = check();
    expect(found[0]?.path).toBe('delivery.docker.stages[3].instructions[3]');
    expect(found[0]?.message).toContain('CMD ["npm", "start"]');
  });

  it('is silent when node is started', () => {
    expect(
      check((platform) => {
        platform.delivery.docker!.stages[3]!.instructions[3] = 'CMD ["node", "server.js"]';
      }),
    ).toEqual([]);
  });
});
