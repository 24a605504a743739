import { type Drill, drillDeadlineSeconds, drilledEnvironment, drillTarget } from '@attest/platform';
import { select, type Window, windowOf } from '@attest/slo';
import type { AlertDraft, AlertKindDefinition } from '../alert.js';
import { type Case, seriesOf } from '../case.js';

const metric = 'gameday_last_run_timestamp_seconds';

/**
 * A game day pushes one sample when it ends, and Prometheus forgets a series five minutes after its last sample. So the alert
 * looks back as far as a drill may lie, and fires where there is no sample: because none came in time, or never one at all.
 */
function missed(environment: string, drill: Drill): AlertDraft {
  const { experiment, frequency } = drill;
  const own = { experiment, target: drillTarget(drill) };
  const deadline = windowOf(drillDeadlineSeconds(drill));
  return {
    name: 'drill_missed',
    severity: 'warning',
    service: 'gameday',
    region: 'all',
    promise: 'drills',
    labels: own,
    expr: `absent_over_time(${select(metric, { environment, ...own })}[${deadline}])`,
    forSeconds: 0,
    pace: 'fast',
    figure: 'count',
    says: ({ label }) => ({
      summary: `${label('experiment')} was not practised on ${label('target')} in time`,
      description: `It is to be practised ${frequency}, and within ${deadline} no game day of it has ended whose fault took effect. Whether the platform survives it is a guess by now.`,
    }),
    dashboard: 'failover_and_data',
    metrics: [metric],
    cases: casesOf({ environment, ...own }, drillDeadlineSeconds(drill)),
  };
}

function casesOf(labels: Readonly<Record<string, string>>, deadlineSeconds: number): Case[] {
  // A game day ends between two evaluations, so that nothing hangs on whether a window holds its own edge.
  const [interval, evaluation] = ['30m', '1h'] as const;
  const hours = deadlineSeconds / 3600;
  const firstEnd = 24;
  const missedAt = firstEnd + hours + 1;
  const nextEnd = missedAt + 3;
  const at = (hour: number): Window => `${hour}h`;
  const toldAfter = (hour: number) => `_x${hour * 2 + 1}`;
  const told = (verdict: string, values: string) => ({
    series: seriesOf(metric, { ...labels, service: 'gameday', region: 'outside', verdict }),
    values,
  });
  // Drills of others, of something else and on something else are none of this one.
  const others = Object.keys(labels).map((label) => ({
    series: seriesOf(metric, { ...labels, [label]: 'other' }),
    values: `1x${(nextEnd + 3) * 2}`,
  }));
  // Of the other drills nothing is told in these cases: they are missed all the time.
  const exactly = { figure: '1', alsoFiring: () => true };
  const make = (name: string, series: Case['series'], expectations: Case['expectations']): Case => ({
    name,
    interval,
    evaluation,
    series: [...series, ...others],
    expectations,
  });
  return [
    make('never practised', [], [{ at: '1h', firing: 1, exactly }]),
    make(
      'practised, then missed, then practised again, whatever came of it',
      [told('held', `${toldAfter(firstEnd)} 1`), told('broken', `${toldAfter(nextEnd)} 1`)],
      [
        { at: at(firstEnd), firing: 1 },
        { at: at(firstEnd + 1), firing: 0 },
        { at: at(missedAt - 1), firing: 0 },
        { at: at(missedAt), firing: 1, exactly },
        { at: at(nextEnd), firing: 1 },
        { at: at(nextEnd + 1), firing: 0 },
      ],
    ),
  ];
}

export const drillKinds = {
  drill_missed: {
    title: 'A drill did not take place in time',
    derive: ({ platform, environment }) =>
      environment === drilledEnvironment ? platform.drills.map((drill) => missed(environment, drill)) : [],
  },
} satisfies Record<string, AlertKindDefinition>;
