import { ceilingIndicators, matching, windowTimes } from '@attest/slo';
import type { AlertKindDefinition } from '../alert.js';
import { latencyCases } from '../testing/latency-cases.js';

const indicator = ceilingIndicators.p99_latency;

/** Exceeds its ceiling, on enough events to say so. */
export const latencyBreach: AlertKindDefinition = {
  title: 'The p99 latency is above the ceiling of the architecture',
  derive: ({ ceilings, environment }) =>
    ceilings
      .filter((ceiling) => ceiling.indicator === 'p99_latency')
      .map(({ name, service, severity, ceiling, section }) => {
        const selector = matching({ service, environment });
        const enough = `${indicator.recorded.events}${selector} >= ${indicator.floor.least}`;
        const { windowMinutes, forMinutes } = indicator;
        return {
          name,
          severity,
          service,
          region: undefined,
          promise: 'latency',
          expr: `${indicator.recorded.value}${selector} > ${ceiling} and on (environment, service, region) (${enough})`,
          forSeconds: forMinutes * 60,
          pace: 'fast',
          figure: 'duration',
          says: ({ label, figure }) => ({
            summary: `${service} in ${label('region')}: p99 latency is ${figure}`,
            description:
              `Seen at the edge over the last ${windowMinutes} min, for at least ${forMinutes} min: ${figure}. ` +
              `The ceiling is ${ceiling}s (${section}).`,
          }),
          dashboard: 'service_health',
          metrics: [indicator.metric],
          // A p99 exceeds its ceiling when more than one event in a hundred does.
          times: (errorRatio) =>
            windowTimes(
              { threshold: 0.01, windowSeconds: windowMinutes * 60, forSeconds: forMinutes * 60 },
              errorRatio,
            ),
          cases: latencyCases({ environment, service, ceiling }),
        };
      }),
};
