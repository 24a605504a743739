import {
  ceilingIndicators,
  type RecordingRule,
  recordingRules,
  slowIntervalSeconds,
  windowOf,
} from '@attest/slo';
import type { Alert, AlertContext, AlertRule } from './alert.js';
import { ruleOf } from './rule.js';

export interface RuleGroup {
  name: string;
  interval: string;
  rules: (RecordingRule | AlertRule)[];
}

/** Without `.yml`. */
export type RuleFiles = ReadonlyMap<string, RuleGroup[]>;

/** Groups of a file, in the order in which they build on each other. */
export const groupNames = (file: string): [fast: string, slow: string] => [
  `attest ${file}`,
  `attest ${file}, slow`,
];

/**
 * A file per objective, and one per service for what has none, with a group for each pace. The rules of a group are evaluated in order, so that an alert sees what was
 * recorded just before it.
 */
export function ruleFiles(context: AlertContext, alerts: readonly Alert[]): RuleFiles {
  const { environment, links, path, objectives } = context;
  const names = [...new Set(alerts.map(({ file }) => file))];
  return new Map(
    names.map((name) => {
      const recordings = objectives
        .filter(({ id }) => id === name)
        .map((objective) => recordingRules(context.platform, objective, environment));
      const its = (pace: Alert['pace']) =>
        alerts
          .filter((alert) => alert.file === name && alert.pace === pace)
          .map((alert) => ruleOf(alert, environment, links));
      const [fastGroup, slowGroup] = groupNames(name);
      const groups: RuleGroup[] = [
        {
          name: fastGroup,
          interval: windowOf(path.evaluationSeconds),
          rules: [
            ...ceilingRecordings(context, name),
            ...recordings.flatMap(({ fast }) => fast),
            ...its('fast'),
          ],
        },
        {
          name: slowGroup,
          interval: windowOf(slowIntervalSeconds),
          rules: [...recordings.flatMap(({ slow }) => slow), ...its('slow')],
        },
      ];
      return [name, groups.filter(({ rules }) => rules.length > 0)];
    }),
  );
}

/** Several ceilings may share an indicator, which is recorded once. */
function ceilingRecordings({ ceilings, environment }: AlertContext, service: string): RecordingRule[] {
  const used = new Set(ceilings.filter((one) => one.service === service).map(({ indicator }) => indicator));
  return [...used].flatMap((name) => {
    const indicator = ceilingIndicators[name];
    const selection = { service, environment };
    // They have these labels anyway; promtool takes rules of one name without distinct labels for duplicates.
    const labels = { service };
    return [
      { record: indicator.recorded.events, expr: indicator.events(selection), labels },
      { record: indicator.recorded.value, expr: indicator.value(selection), labels },
    ];
  });
}
