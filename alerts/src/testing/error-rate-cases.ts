import type { Window } from '@attest/slo';
import { type Case, counter, type Expectation, gauge, type Recorded, seriesOf } from '../case.js';
import { humanize } from '../humanize.js';

interface Subject {
  environment: string;
  service: string;
  ceiling: number;
}

const metric = 'edge_request_duration_seconds_count';
const interval = '15s';
/** Where an outage begins in the middle of a test: after five minutes. */
const before = 20;

/** Of another environment the same is scraped, and nothing must be recorded. */
export const nothingElsewhere = (at: Window): Recorded => ({
  at,
  expr: '{__name__=~"service_region:.+",environment="elsewhere"}',
  series: 0,
});

/** The figure is taken over a minute and must be exceeded for a minute more. */
export function errorRateCases({ environment, service, ceiling }: Subject): Case[] {
  const common = { environment, service, origin: 'somewhere', region: 'outside', instance: 'edge-1' };
  const status = (code: string, values: string) => ({
    series: seriesOf(metric, { ...common, http_response_status_code: code }),
    values,
  });
  const make = (name: string, series: Case['series'], expectations: Expectation[]): Case => ({
    name,
    interval,
    // Another service, of which everything fails.
    series: [
      ...series,
      {
        series: seriesOf(metric, { ...common, service: 'other', http_response_status_code: '503' }),
        values: '0+500x80',
      },
    ],
    expectations,
  });
  const labels = { region: 'somewhere' };
  const per15s = 1000;
  const mix = (share: number) => [
    status('200', counter([60, per15s * (1 - share)])),
    status('503', counter([60, per15s * share])),
  ];
  const half = ceiling / 2;
  return [
    {
      ...make('just above the ceiling', mix(ceiling * 1.01), [
        { at: '1m', firing: 0 },
        { at: '2m', firing: 1, exactly: { figure: humanize.percentage(ceiling * 1.01), labels } },
      ]),
      recorded: [nothingElsewhere('2m')],
    },
    make('at the ceiling, which is allowed', mix(ceiling), [{ at: '10m', firing: 0 }]),
    make('just below the ceiling', mix(ceiling * 0.99), [{ at: '10m', firing: 0 }]),
    make(
      'a total outage, within two minutes',
      [status('200', counter([before, 100], [40, 0])), status('502', counter([before, 0], [40, 100]))],
      [
        { at: '5m', firing: 0 },
        { at: '6m', firing: 0 },
        { at: '7m', firing: 1 },
      ],
    ),
    make(
      'a total outage with hardly any traffic left',
      [status('502', '0 0 1 1 2 2 3 3 4 4 5 5 6 6 7 7 8 8 9 9')],
      [{ at: '4m', firing: 1, exactly: { figure: '100%', labels } }],
    ),
    make(
      // Of several edges, one of which has just begun, an increase is a fraction of a request.
      'a total outage of less than a request',
      [status('502', counter([60, 0.02]))],
      [{ at: '4m', firing: 1, exactly: { figure: '100%', labels } }],
    ),
    make(
      'too few failures to say, though half of the requests fail',
      [status('200', counter([60, 1])), status('503', counter([60, 1]))],
      [
        { at: '4m', firing: 0 },
        { at: '10m', firing: 0 },
      ],
    ),
    make(
      'just enough failures',
      [status('200', counter([60, 1.6])), status('503', counter([60, 1.6]))],
      [{ at: '4m', firing: 1 }],
    ),
    make(
      'one failure, soon out of the window',
      [status('502', gauge([20, 4], [40, 5]))],
      Array.from({ length: 8 }, (_, i): Expectation => ({ at: `${285 + 15 * i}s`, firing: 0 })),
    ),
    make(
      'errors of clients, which are not ours',
      [
        status('200', counter([60, 500])),
        status('404', counter([60, 300])),
        status('429', counter([60, 200])),
      ],
      [{ at: '10m', firing: 0 }],
    ),
    make('no traffic', [status('503', gauge([60, 100]))], [{ at: '10m', firing: 0 }]),
    make('no series', [], [{ at: '10m', firing: 0 }]),
    make(
      'recovery',
      [status('200', counter([before, 0], [40, 100])), status('503', counter([before, 100], [40, 0]))],
      [
        { at: '4m', firing: 1 },
        { at: '7m', firing: 0 },
      ],
    ),
    make(
      'a restart of the edge, which sets its counters back',
      // Half the ceiling, before and after; only a figure that takes the reset for a fall would differ.
      [
        status('200', `0+${per15s * (1 - half)}x16 0+${per15s * (1 - half)}x40`),
        status('503', `0+${per15s * half}x16 0+${per15s * half}x40`),
      ],
      [
        { at: '4m', firing: 0 },
        { at: '5m', firing: 0 },
        { at: '6m', firing: 0 },
      ],
    ),
  ];
}
