import { contract } from '@attest/instrumentation/contract';
import { type Case, counter, seriesOf } from '../case.js';
import { humanize } from '../humanize.js';
import { nothingElsewhere } from './error-rate-cases.js';

const metric = 'edge_request_duration_seconds';
const interval = '15s';

interface Subject {
  environment: string;
  service: string;
  ceiling: number;
}

/** The figure is taken over five minutes and must be exceeded for two more. */
export function latencyCases({ environment, service, ceiling }: Subject): Case[] {
  const common = { environment, service, origin: 'somewhere', region: 'outside', instance: 'edge-1' };
  const boundaries: readonly number[] = contract[metric].buckets;
  const next = boundaries.find((one) => one > ceiling) ?? ceiling * 2;
  const labels = { region: 'somewhere' };

  /** So many of so many within the ceiling, the others in the bucket above it. */
  const mix = (fast: number, all: number): Case['series'] => [
    ...boundaries.map((le) => ({
      series: seriesOf(`${metric}_bucket`, { ...common, le: String(le) }),
      values: counter([60, le < ceiling ? 0 : le === ceiling ? fast : all]),
    })),
    { series: seriesOf(`${metric}_bucket`, { ...common, le: '+Inf' }), values: counter([60, all]) },
    {
      series: seriesOf(`${metric}_count`, { ...common, http_response_status_code: '200' }),
      values: counter([60, all]),
    },
  ];
  // Another service, of which everything is slow.
  const other = { ...common, service: 'other' };
  const slow: Case['series'] = [
    { series: seriesOf(`${metric}_bucket`, { ...other, le: '+Inf' }), values: '0+500x80' },
    { series: seriesOf(`${metric}_bucket`, { ...other, le: String(next) }), values: '0+500x80' },
    { series: seriesOf(`${metric}_bucket`, { ...other, le: String(ceiling) }), values: '0x80' },
    {
      series: seriesOf(`${metric}_count`, { ...other, http_response_status_code: '200' }),
      values: '0+500x80',
    },
  ];
  const make = (name: string, series: Case['series'], expectations: Case['expectations']): Case => ({
    name,
    interval,
    series: [...series, ...slow],
    expectations,
  });
  // Of 2 % beyond the ceiling half are slower than p99: the middle of the bucket above.
  const middle = humanize.duration((ceiling + next) / 2);
  const justAbove = humanize.duration(ceiling + (next - ceiling) * (0.1 / 10.1));
  return [
    make('slow', mix(980, 1000), [
      { at: '1m', firing: 0 },
      { at: '2m', firing: 0 },
      { at: '135s', firing: 1, exactly: { figure: middle, labels } },
    ]),
    {
      ...make('just above the ceiling', mix(989.9, 1000), [
        { at: '10m', firing: 1, exactly: { figure: justAbove, labels } },
      ]),
      recorded: [nothingElsewhere('10m')],
    },
    make('just below the ceiling', mix(990.1, 1000), [{ at: '10m', firing: 0 }]),
    make('too few requests to say', mix(3, 4), [{ at: '10m', firing: 0 }]),
    make('just enough requests', mix(3, 5), [{ at: '10m', firing: 1 }]),
    make('no traffic', mix(0, 0), [{ at: '10m', firing: 0 }]),
    make('no series', [], [{ at: '10m', firing: 0 }]),
  ];
}
