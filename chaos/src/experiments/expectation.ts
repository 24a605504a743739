import type { JudgedClaim } from '@attest/evidence';
import type { Platform } from '@attest/platform';

export type ExpectationName =
  | 'expectation.served'
  | 'expectation.no-loss'
  | 'expectation.no-failover'
  | 'expectation.promoted'
  | 'expectation.rolled-back';

/** Where the catalog promises no error rate. */
const anyErrorIsTooMany = 0;

/** What a platform may be expected to do while it is disturbed, though the architecture makes no claim of just that. */
export const expectations = {
  'expectation.served': ({ monitoring }) => {
    const errorRate = monitoring.rules.find(({ indicator }) => indicator === 'error_rate')?.threshold;
    const good = Number((1 - (errorRate ?? anyErrorIsTooMany)).toFixed(6));
    return {
      statement: `Clients are served throughout: ${Number((good * 100).toFixed(4))} % of the requests of any 10 s are good`,
      section: monitoring.section,
      promised: { op: '>=', value: good, unit: 'ratio' },
    };
  },
  'expectation.no-loss': ({ failover }) => ({
    statement: 'No acknowledged write is lost, changed or repeated',
    section: failover.section,
    promised: { op: '=', value: 0, unit: 'writes' },
  }),
  'expectation.no-failover': ({ failover }) => ({
    statement: 'No failover is started',
    section: failover.section,
    promised: { op: '=', value: 0, unit: 'failovers' },
  }),
  'expectation.promoted': ({ delivery }) => ({
    statement: 'A good release is promoted, and serves all of the traffic',
    section: delivery.section,
    promised: { op: 'is', value: true, unit: '' },
  }),
  'expectation.rolled-back': ({ delivery }) => ({
    statement: 'A bad release is rolled back before it is promoted',
    section: delivery.section,
    promised: { op: 'is', value: true, unit: '' },
  }),
} as const satisfies Record<ExpectationName, (platform: Platform) => Omit<JudgedClaim, 'id'>>;
