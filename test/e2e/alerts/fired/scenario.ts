import { type Alert, labelsOf } from '@attest/alerts';
import { secondsOf } from '@attest/slo';
import type { Signal } from './signal.js';

export type Labels = Readonly<Record<string, string>>;

/** How an alert comes to fire: what its own rule test scrapes until the moment at which that test finds it firing. */
export interface Scenario {
  readonly alert: Alert;
  readonly case: string;
  readonly signals: readonly Signal[];
  /** Of the one instance that fires. */
  readonly labels: Labels;
  /** A graver alert of the same promise fires with it, whatever is scraped: nobody is told of this one. */
  readonly isInhibited: boolean;
}

/** What is scraped instead of the case, where the case fires a graver alert as well. */
interface Instead {
  readonly case: string;
  readonly interval: '2m';
  readonly values: string;
  readonly firesAtSeconds: number;
}

/**
 * A standby that is behind for one reading in 250, the last time three hours ago: over days that is too much, and no shorter
 * window holds anything. The rule test has it behind all the time.
 */
const nowAndThen = (good: number, bad: number, times: number): Instead => {
  const values = [...Array.from({ length: times }, () => `${good}x248 ${bad}`), `${good}x90`].join(' ');
  return {
    case: 'behind now and then, and not any more',
    interval: '2m',
    values,
    firesAtSeconds: (times * 250 + 90) * 120,
  };
};

const threeDays = 9;
const halfOfTheWindow = 47;

function instead({ kind, objective, labels }: Alert): Instead | undefined {
  if (objective !== 'replication-lag') return undefined;
  if (kind === 'error_budget_spent') return nowAndThen(5, 6, halfOfTheWindow);
  return labels?.long === '3d' ? nowAndThen(5, 6, threeDays) : undefined;
}

/**
 * Six hours with more than eight such readings and at least four in the last half hour: that is what the pair that warns asks
 * for, too, so that this one never fires alone.
 */
const isAlwaysWithAGraverOne = ({ objective, severity, labels }: Alert): boolean =>
  objective === 'replication-lag' && severity === 'info' && labels?.long === '6h';

/** @throws Error if the alert's rule tests never find it firing. */
export function scenarioOf(alert: Alert, environment: string): Scenario {
  const its = alert.cases.find(({ expectations }) => expectations.some(({ firing }) => firing > 0));
  const moment = its?.expectations.find(({ firing }) => firing > 0);
  if (its === undefined || moment === undefined) throw new Error(`no case of ${alert.name} fires`);
  const other = instead(alert);
  return {
    alert,
    case: other?.case ?? its.name,
    signals: its.series.map(({ series, values }) => ({
      series,
      values: other?.values ?? values,
      intervalSeconds: secondsOf(other?.interval ?? its.interval),
      firesAtSeconds: other?.firesAtSeconds ?? secondsOf(moment.at),
    })),
    labels: { alertname: alert.name, ...labelsOf(alert, environment), ...moment.exactly?.labels },
    isInhibited: isAlwaysWithAGraverOne(alert),
  };
}

/** As a person finds it again: `critical availability_burn arbor-api-availability 6h/30m`. */
export const nameOf = ({
  alert: { name, severity, objective, labels = {} },
  labels: all,
}: Scenario): string =>
  [
    severity,
    name,
    objective ?? all.service ?? '',
    all.region === 'all' ? '' : all.region,
    labels.long && `${labels.long}/${labels.short} ×${labels.burn}`,
    labels.queue,
    labels.series,
    labels.experiment,
  ]
    .filter(Boolean)
    .join(' ');
