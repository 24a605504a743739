import { type Window, windowOf } from '@attest/slo';
import type { Alert, AlertContext, Occurrence } from './alert.js';
import type { Case, Exactly } from './case.js';
import { annotationsOf, labelsOf } from './rule.js';
import { groupNames } from './rule-files.js';

/** A promtool test file; several, because a file has one evaluation interval. */
export interface RuleTestFile {
  /** Without `.yml`. */
  name: string;
  content: {
    rule_files: string[];
    /** Without it promtool takes groups in any order, and long windows would now and then be averaged from nothing. */
    group_eval_order: string[];
    evaluation_interval: Window;
    tests: object[];
  };
}

/** Tests of every alert, by file of rules and evaluation interval. */
export function ruleTestFiles(context: AlertContext, alerts: readonly Alert[]): RuleTestFile[] {
  const defaultEvaluation = windowOf(15);
  const all = alerts.flatMap((alert) =>
    alert.cases.map((it) => ({ alert, it, evaluation: it.evaluation ?? defaultEvaluation })),
  );
  const keys = [...new Set(all.map(({ alert, evaluation }) => `${alert.file} ${evaluation}`))];
  return keys.map((key) => {
    const [file = '', evaluation = ''] = key.split(' ') as [string, Window];
    const its = all.filter((one) => one.alert.file === file && one.evaluation === evaluation);
    return {
      name: evaluation === defaultEvaluation ? file : `${file}-${evaluation}`,
      content: {
        rule_files: [`../${file}.yml`],
        group_eval_order: groupNames(file),
        evaluation_interval: evaluation as Window,
        tests: its.map(({ alert, it }) => ruleTest(context, alert, it, alerts)),
      },
    };
  });
}

/** What makes an alert differ from the others of its name. */
const about = ({ name, objective, service, region, labels = {} }: Alert): string =>
  [
    name,
    objective ?? service ?? '',
    region === 'all' ? '' : region,
    labels.long ?? labels.queue ?? labels.series ?? labels.experiment,
  ]
    .filter(Boolean)
    .join(' ');

function ruleTest(context: AlertContext, alert: Alert, it: Case, all: readonly Alert[]): object {
  const { environment } = context;
  const labels = labelsOf(alert, environment);
  const exact = it.expectations.filter(({ exactly }) => exactly !== undefined);
  const own = Object.entries({ alertname: alert.name, alertstate: 'firing', ...labels })
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',');
  return {
    name: `${about(alert)}: ${it.name}`,
    interval: it.interval,
    input_series: [...it.series, ...elsewhere(it.series, environment)],
    ...(exact.length > 0 && {
      alert_rule_test: exact.map(({ at, exactly = { figure: '' } }) => ({
        eval_time: at,
        alertname: alert.name,
        exp_alerts: [
          alert,
          ...all.filter(
            (other) =>
              other !== alert &&
              other.name === alert.name &&
              other.file === alert.file &&
              exactly.alsoFiring?.(labelsOf(other, environment)),
          ),
        ].map((firing) => expected(context, firing, exactly)),
      })),
    }),
    promql_expr_test: [
      ...it.expectations.map(({ at, firing }) => counted(`ALERTS{${own}}`, at, firing)),
      ...(it.recorded ?? []).map(({ at, expr, series }) => counted(expr, at, series)),
    ],
  };
}

const counted = (expr: string, at: Window, series: number) => ({
  expr: `count(${expr})`,
  eval_time: at,
  ...(series > 0 && { exp_samples: [{ labels: '{}', value: series }] }),
});

/** The same, in another environment, of which the alert must say nothing. */
const elsewhere = (series: Case['series'], environment: string): Case['series'] =>
  series.flatMap((one) => {
    const moved = one.series.replace(`environment="${environment}"`, 'environment="elsewhere"');
    return moved === one.series || series.some((other) => other.series === moved)
      ? []
      : [{ ...one, series: moved }];
  });

function expected(
  { environment, links }: AlertContext,
  alert: Alert,
  { figure, labels = {} }: Exactly,
): object {
  const all = { ...labels, ...labelsOf(alert, environment) };
  const occurrence: Occurrence = { label: (name) => all[name] ?? '', figure };
  return { exp_labels: all, exp_annotations: annotationsOf(alert, links, occurrence) };
}
