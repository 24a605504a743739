import { type Objective, recorded, recordedNames, secondsOf, tidy, type Window, windowOf } from '@attest/slo';
import type { AlertContext } from '../alert.js';
import { type Case, counter, type Recorded, seriesOf } from '../case.js';
import { allOthersOf, isSelectedByService, type Piece, sourceOf } from './sources.js';

const scrape = '1m';
/** Rules are evaluated once, at the end: what they record depends on nothing that they recorded before. */
const end = '180m';
const scrapes = secondsOf(end) / secondsOf(scrape);
const windows = ['5m', '30m', '1h'] as const;
/** Between two samples of what longer windows are averaged from. */
const sampled = '2h';

/** What is recorded of an objective, with its labels, from what is scraped and from what was sampled; and of nothing else. */
export function recordingCases({ platform, environment }: AlertContext, objective: Objective): Case[] {
  const { id, service, region, target, windowDays, kind } = objective;
  const source = sourceOf(platform, objective, environment);
  const labels = { environment, service, region, objective: id };
  const of = (name: string) => seriesOf(name, labels);

  const nearly = (at: Window, name: string, value: number): Recorded => ({
    at,
    expr:
      value === 0
        ? `${of(name)} == 0`
        : `abs(${of(name)} - (${tidy(value)})) < ${tidy(Math.abs(value) * 0.01)}`,
    series: 1,
  });
  const nothingElsewhere = (at: Window, names: string): Recorded => ({
    at,
    expr: `{__name__=~${JSON.stringify(names)},environment="elsewhere",objective=${JSON.stringify(id)}}`,
    series: 0,
  });

  // What is recorded of another objective of the same service.
  const another = recordedNames.map((name) => ({
    series: seriesOf(name, { ...labels, objective: 'another' }),
    values: `7x${(windowDays * 48) / 2}`,
  }));
  const fast = (name: string, series: Case['series'], all: readonly Recorded[]): Case => ({
    name: `records ${name}`,
    interval: scrape,
    evaluation: end,
    series: [...series, ...another],
    expectations: [],
    recorded: all,
  });

  // The further back the more, so that a window of another length sees another rate.
  const pieces = Array.from({ length: scrapes / 5 }, (_, index): Piece => {
    const age = scrapes / 5 - index;
    return [5, 4 * age, kind === 'replication-lag' ? 1 : 0.5];
  });
  const ramp = {
    errors: (window: Window) =>
      kind === 'replication-lag' ? 1 / secondsOf('15s') : eventsBefore(pieces, window) / 2,
    events: (window: Window) =>
      kind === 'replication-lag' ? 1 / secondsOf('15s') : eventsBefore(pieces, window),
  };
  const steady = source([scrapes, 10, 0]);
  const noneOf = (name: string) => windows.map((window) => ({ ...nearly(end, `${name}${window}`, 0) }));

  return [
    fast(
      'the rates of its own series',
      [...source(...pieces), ...allOthersOf(objective, source, scrapes, 1000)],
      [
        ...windows.flatMap((window) => [
          nearly(end, recorded.events(window), ramp.events(window)),
          nearly(end, recorded.errors(window), ramp.errors(window)),
          nearly(end, recorded.errorRatio(window), ramp.errors(window) / ramp.events(window)),
        ]),
        nearly(end, recorded.sampledEvents, ramp.events('5m')),
        nearly(end, recorded.sampledErrors, ramp.errors('5m')),
        nearly(end, recorded.target, target),
        nothingElsewhere(end, 'slo.+:(events|errors|error_ratio):.+'),
      ],
    ),
    fast(
      'no failures where there is no series of them',
      [
        ...withoutFailures(isSelectedByService(objective) ? steady : ofAnyService(steady)),
        ...[...windows.map(recorded.events), recorded.errorRatio('window')].map((name) => ({
          series: seriesOf(name, { ...labels, environment: 'elsewhere' }),
          values: `7x${scrapes}`,
        })),
      ],
      [
        ...noneOf('slo:errors:rate'),
        ...noneOf('slo:error_ratio:'),
        nothingElsewhere(end, 'slo:errors:.+|slo_sampled:.+|slo:error_budget:.+'),
      ],
    ),
    ...(steady.some(({ series }) => series.includes('_bucket'))
      ? [
          fast(
            'no fewer failures than none, where a bucket was read later than the count',
            steady.map((one) =>
              one.series.includes('_bucket') ? { ...one, values: counter([scrapes, 11]) } : one,
            ),
            noneOf('slo:errors:rate'),
          ),
        ]
      : []),
    ...(kind === 'replication-lag'
      ? []
      : [
          fast('no ratio where nothing happens', source([scrapes, 0, 0]), [
            ...windows.map(
              (window) => ({ at: end, expr: of(recorded.errorRatio(window)), series: 0 }) as const,
            ),
          ]),
        ]),
    ...longCases(),
  ];

  /** Half as long again as the longest window, twice. */
  function longCases(): Case[] {
    const samples = (2 * windowDays * 86_400) / secondsOf(sampled);
    const at = windowOf(2 * windowDays * 86_400);
    // Errors 0, 1, 2 and events 1, 3, 5, from the newest back, in thousandths.
    const errors = (window: Window) => (secondsOf(window) / secondsOf(sampled) - 1) / 2000;
    const events = (window: Window) => secondsOf(window) / secondsOf(sampled) / 1000;
    const wholeWindow = windowOf(windowDays * 86_400);
    const ratio = (window: Window) => errors(window) / events(window);
    const given = (name: string, values: string) => ({
      series: seriesOf(name, { environment, objective: id }),
      values,
    });
    const long = (name: string, series: Case['series'], all: readonly Recorded[]): Case => ({
      name: `records ${name}`,
      interval: sampled,
      evaluation: at,
      series: [...series, ...another.map(({ series }) => ({ series, values: `7x${samples}` }))],
      expectations: [],
      recorded: all,
    });
    return [
      long(
        'long windows of what was sampled',
        [
          given(recorded.sampledErrors, `${samples / 1000}-0.001x${samples}`),
          given(recorded.sampledEvents, `${(2 * samples + 1) / 1000}-0.002x${samples}`),
        ],
        [
          ...(['6h', '3d'] as const).flatMap((window) => [
            nearly(at, recorded.errorRatio(window), ratio(window)),
            nearly(
              at,
              recorded.errorCount(window),
              ((errors(window) * secondsOf(window)) / secondsOf(sampled)) * 120,
            ),
          ]),
          nearly(at, recorded.errorRatio('window'), ratio(wholeWindow)),
          nearly(at, recorded.budgetRemaining, 1 - ratio(wholeWindow) / (1 - target)),
          nothingElsewhere(at, 'slo:.+'),
        ],
      ),
      long(
        'no ratio of long windows where nothing happened',
        [given(recorded.sampledErrors, `0x${samples}`), given(recorded.sampledEvents, `0x${samples}`)],
        (['6h', '3d', 'window'] as const).map((window) => ({
          at,
          expr: of(recorded.errorRatio(window)),
          series: 0,
        })),
      ),
    ];
  }
}

/** The rules say which service it is, whatever the series do. */
const ofAnyService = (all: Case['series']): Case['series'] =>
  all.map((one) => ({ ...one, series: one.series.replace(/\bservice="[^"]*"/, 'service="any"') }));

/** Without the series that count failures, and without the buckets that are taken off all. */
const withoutFailures = (all: Case['series']): Case['series'] =>
  all.filter(({ series, values }) => !series.includes('_bucket') && !/^0x\d+$/.test(values));

/** What `rate` says at the end: of the steps between the scrapes within a window, the first of which it does not see. */
function eventsBefore(pieces: readonly Piece[], window: Window): number {
  const steps = pieces.flatMap(([count, events]) => Array.from({ length: count }, () => events));
  const seen = steps.slice(-(secondsOf(window) / secondsOf(scrape) - 1));
  return seen.reduce((sum, events) => sum + events, 0) / (seen.length * secondsOf(scrape));
}
