import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import type { Platform } from '../schema/index.js';
import { originOpenPastEdge } from './origin-open-past-edge.js';
import { withChange } from './testing/with-change.js';

const check = (change: (platform: Platform) => void = () => {}) =>
  originOpenPastEdge.check(withChange(arborKumori, change), '2026-11-23');

describe('origin-open-past-edge', () => {
  it('finds the port that is open to everybody', () => {
    const found = check();
    expect(found[0]?.path).toBe('network.securityGroups[0].ingress[0].source');
    expect(found[0]?.arithmetic).toContain('2^32 = 4294967296');
  });

  it('is silent when only the edge may connect', () => {
    expect(
      check((platform) => {
        platform.network!.securityGroups[0]!.ingress[0]!.source = '173.245.48.0/20';
      }),
    ).toEqual([]);
  });

  it('is silent without an edge that protects', () => {
    expect(
      check((platform) => {
        delete platform.security.edgeProtection;
      }),
    ).toEqual([]);
  });
});
