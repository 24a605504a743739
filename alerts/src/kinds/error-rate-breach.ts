import { ceilingIndicators, matching, tidy, windowTimes } from '@attest/slo';
import type { AlertKindDefinition } from '../alert.js';
import { errorRateCases } from '../testing/error-rate-cases.js';

const indicator = ceilingIndicators.error_rate;

/**
 * Exceeds its ceiling, with enough failures to say so. Too few matter only while some requests succeed: when all fail it is an
 * outage, however little traffic is left.
 */
export const errorRateBreach: AlertKindDefinition = {
  title: 'The error rate is above the ceiling of the architecture',
  derive: ({ ceilings, environment }) =>
    ceilings
      .filter((ceiling) => ceiling.indicator === 'error_rate')
      .map(({ name, service, severity, ceiling, section }) => {
        const selector = matching({ service, environment });
        const value = `${indicator.recorded.value}${selector}`;
        const enough = `${indicator.recorded.events}${selector} * ${value} >= ${indicator.floor.least}`;
        const { windowMinutes, forMinutes } = indicator;
        return {
          name,
          severity,
          service,
          region: undefined,
          promise: 'availability',
          expr: `${value} > ${ceiling} and on (environment, service, region) (${enough} or ${value} == 1)`,
          forSeconds: forMinutes * 60,
          pace: 'fast',
          figure: 'percentage',
          says: ({ label, figure }) => ({
            summary: `${service} in ${label('region')}: ${figure} of the requests fail`,
            description:
              `Seen at the edge over the last ${windowMinutes} min, for at least ${forMinutes} min: ${figure}. ` +
              `The ceiling is ${tidy(ceiling * 100)}% (${section}).`,
          }),
          dashboard: 'service_health',
          metrics: [indicator.metric],
          times: (errorRatio) =>
            windowTimes(
              { threshold: ceiling, windowSeconds: windowMinutes * 60, forSeconds: forMinutes * 60 },
              errorRatio,
            ),
          cases: errorRateCases({ environment, service, ceiling }),
        };
      }),
};
