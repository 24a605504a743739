import { claims, lint } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { twoServices } from '../../fixtures/two-services.js';

describe('a platform with two services of its own', () => {
  const ledger = claims(twoServices);

  it('gets claims derived from its own ids, numbers and sections', () => {
    expect(ledger).toContainEqual({
      id: 'ledger-api.scaling.maximum',
      statement: 'ledger-api never has more than 8 instances',
      section: 'Services › Ledger',
      promised: { op: '<=', value: 8, unit: 'instances' },
      check: expect.any(String),
    });
    expect(ledger.find(({ id }) => id === 'failover.detection-time')?.promised).toEqual({
      op: '<',
      value: 20,
      unit: 'seconds',
    });
    expect(ledger.find(({ id }) => id === 'thumbnail-api.latency-p99')?.promised.value).toBe(750);
  });

  it('is promised nothing about what it does not have', () => {
    const prefixes = new Set(ledger.map(({ id }) => id.split('.')[0]));
    for (const absent of [
      'gpu',
      'realtime',
      'cdn',
      'canary',
      'docker',
      'pipeline',
      'cost',
      'backups',
      'apm',
    ]) {
      expect(prefixes).not.toContain(absent);
    }
  });

  it('hears nothing of the platform that ships', () => {
    expect(JSON.stringify([ledger, lint(twoServices)])).not.toMatch(/arbor|kumori/i);
  });
});
