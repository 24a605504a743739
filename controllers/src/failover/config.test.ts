import type { Platform } from '@attest/platform';
import { describe, expect, it } from 'vitest';
import { ControllerError } from '../controller-error.js';
import { failoverConfig } from './config.js';

/** The parts of a catalog that the controller reads. */
const shop = (failover: object = {}, monitoring: object = {}): Platform =>
  ({
    id: 'shop',
    regions: [
      { id: 'one', database: 'primary' },
      { id: 'two', database: 'read_replica' },
      { id: 'three', database: 'read_replica' },
    ],
    services: [{ id: 'shop-api' }],
    monitoring: { rules: [{ indicator: 'error_rate', threshold: 0.05 }], ...monitoring },
    failover: {
      automatic: ['region_failure', 'high_error_rate'],
      manual: ['maintenance'],
      detectionSeconds: 30,
      takeover: 'two',
      notify: ['slack'],
      replication: { mode: 'synchronous', quorum: 1, standbys: ['two', 'three'] },
      ...failover,
    },
  }) as unknown as Platform;

describe('the controller’s configuration', () => {
  it('comes from the catalog', () => {
    expect(failoverConfig(shop(), { records: ['db.shop.test'] })).toMatchObject({
      primary: 'one',
      takeover: 'two',
      enabled: ['region_failure', 'high_error_rate', 'maintenance'],
      services: ['shop-api'],
      channels: ['slack'],
      acceptDataLoss: false,
      detection: { errorThreshold: 0.05 },
    });
  });

  it('takes a what-if over the catalog', () => {
    const options = { records: ['db'], replication: { mode: 'asynchronous', quorum: 0 } as const };
    expect(failoverConfig(shop(), options).replication).toEqual({
      mode: 'asynchronous',
      quorum: 0,
      standbys: ['two', 'three'],
    });
  });

  it('holds the time of a trigger against the promise only where the catalog wants that trigger', () => {
    const within = (automatic: ('region_failure' | 'high_error_rate')[]) => () =>
      failoverConfig(shop({ automatic, detectionSeconds: 20 }), { records: ['db'] });
    expect(within(['region_failure'])).not.toThrow();
    expect(within(['region_failure', 'high_error_rate'])).toThrow(
      'takes up to 26.5 s, promised are less than 20 s',
    );
  });

  it('is refused with every problem named', () => {
    const wrong = shop(
      {
        takeover: 'four',
        detectionSeconds: 5,
        replication: { mode: 'synchronous', quorum: 3, standbys: ['three'] },
      },
      { rules: [] },
    );
    let error: unknown;
    try {
      failoverConfig(wrong, { records: [], detection: { consecutiveFailures: 1 } });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ControllerError);
    const { message } = error as ControllerError;
    for (const part of [
      'four is not a region',
      'four is to take over but is not a standby',
      'quorum: 3 of 1',
      'no DNS record',
      'monitoring.rules has no error_rate',
      'one lost probe',
      'promised are less than 5 s',
    ])
      expect(message).toContain(part);
  });
});
