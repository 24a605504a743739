import {
  type Ceiling,
  type CeilingIndicatorName,
  ceilingIndicators,
  matching,
  windowTimes,
} from '@attest/slo';
import type { AlertDraft, AlertKindDefinition, Figure } from '../alert.js';
import type { Case } from '../case.js';

/** How one of the architecture's ceilings differs from the others. */
export interface CeilingBreach {
  readonly indicator: CeilingIndicatorName;
  readonly title: string;
  readonly promise: string;
  readonly figure: Figure;
  /** Too few events say nothing: the condition under which there are enough, of two recorded series with their selectors. */
  enough(value: string, events: string, least: number): string;
  /** `of the requests fail`, for a figure. */
  summary(figure: string): string;
  /** As a person reads it. */
  shown(ceiling: number): string;
  /** The share of bad events at which the ceiling is reached. */
  badShare(ceiling: number): number;
  cases(subject: Pick<Ceiling, 'service' | 'ceiling'> & { readonly environment: string }): readonly Case[];
}

/** An indicator that the architecture names exceeds what it allows, on enough events to say so. */
export function ceilingBreach(breach: CeilingBreach): AlertKindDefinition {
  const { windowMinutes, forMinutes, recorded, floor, metric } = ceilingIndicators[breach.indicator];
  return {
    title: breach.title,
    derive: ({ ceilings, environment }) =>
      ceilings
        .filter(({ indicator }) => indicator === breach.indicator)
        .map(({ name, service, severity, ceiling, section }): AlertDraft => {
          const selector = matching({ service, environment });
          const value = `${recorded.value}${selector}`;
          const enough = breach.enough(value, `${recorded.events}${selector}`, floor.least);
          return {
            name,
            severity,
            service,
            region: undefined,
            promise: breach.promise,
            expr: `${value} > ${ceiling} and on (environment, service, region) (${enough})`,
            forSeconds: forMinutes * 60,
            pace: 'fast',
            figure: breach.figure,
            says: ({ label, figure }) => ({
              summary: `${service} in ${label('region')}: ${breach.summary(figure)}`,
              description:
                `Seen at the edge over the last ${windowMinutes} min, for at least ${forMinutes} min: ${figure}. ` +
                `The ceiling is ${breach.shown(ceiling)} (${section}).`,
            }),
            dashboard: 'service_health',
            metrics: [metric],
            times: (errorRatio) =>
              windowTimes(
                {
                  threshold: breach.badShare(ceiling),
                  windowSeconds: windowMinutes * 60,
                  forSeconds: forMinutes * 60,
                },
                errorRatio,
              ),
            cases: breach.cases({ environment, service, ceiling }),
          };
        }),
  };
}
