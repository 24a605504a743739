import { describe, expect, it } from 'vitest';
import { arborKumori } from '../arbor-kumori/index.js';
import { PlatformError } from '../platform-error.js';
import { claims, findClaim } from './claims.js';

const ledger = claims(arborKumori);

describe('claims', () => {
  it('promises of the failover keep their ids, numbers and units', () => {
    const promised = ledger
      .filter(({ id }) => /^failover\.(detection-time|duration|data-loss|steps|notification)$/.test(id))
      .map((claim) => [claim.id, claim.promised, claim.section]);
    const section = 'Disaster Recovery › Failover Procedures';
    const steps = [
      'detect_failure',
      'verify_secondary_health',
      'update_dns',
      'redirect_traffic',
      'notify_stakeholders',
    ];
    expect(promised).toEqual([
      ['failover.detection-time', { op: '<', value: 30, unit: 'seconds' }, section],
      ['failover.duration', { op: '<', value: 120, unit: 'seconds' }, section],
      ['failover.data-loss', { op: '=', value: 0, unit: 'writes' }, section],
      ['failover.steps', { op: 'is', value: steps, unit: '' }, section],
      ['failover.notification', { op: 'is', value: ['pagerduty', 'slack', 'email'], unit: '' }, section],
    ]);
  });

  it('keep their ids when the numbers of the catalog change', () => {
    const services = arborKumori.services.map((service) => ({
      ...service,
      scaling: { ...service.scaling, maxInstances: 99 },
    }));
    const changed = claims({ ...arborKumori, services });
    expect(changed.map(({ id }) => id)).toEqual(ledger.map(({ id }) => id));
    expect(changed.find(({ id }) => id === 'arbor-api.scaling.maximum')).toMatchObject({
      statement: 'arbor-api never has more than 99 instances',
      promised: { value: 99 },
    });
  });

  it('have ids in lower case, separated by dots and hyphens, that are all different', () => {
    expect(ledger.filter(({ id }) => !/^[a-z0-9]+([.-][a-z0-9]+)+$/.test(id))).toEqual([]);
    expect(new Set(ledger.map(({ id }) => id)).size).toBe(ledger.length);
  });

  it('say the promised number in plain English', () => {
    // Units that the statement gives in another one: seconds as minutes, a ratio in percent, thousandths of a core.
    const converted = new Set(['seconds', 'ratio', 'millicores', 'standbys']);
    const silent = ledger.filter(({ statement, promised: { value, unit } }) => {
      if (typeof value !== 'number' || converted.has(unit)) return false;
      return !new RegExp(`(^|\\D)${value}(\\D|$)`).test(statement);
    });
    expect(silent).toEqual([]);
  });

  it('say how each of them is checked, and leave nothing undefined', () => {
    expect(ledger.filter(({ check }) => check.length < 5)).toEqual([]);
    expect(JSON.stringify(ledger)).not.toMatch(/undefined|NaN|\[object/);
  });
});

describe('findClaim', () => {
  it('finds a claim by its id', () => {
    expect(findClaim(arborKumori, 'failover.data-loss').promised.value).toBe(0);
  });

  it('suggests the nearest id', () => {
    let error: unknown;
    try {
      findClaim(arborKumori, 'failover.dataloss');
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PlatformError);
    expect(error).toMatchObject({ code: 'unknown-claim', fix: "did you mean 'failover.data-loss'?" });
  });
});
