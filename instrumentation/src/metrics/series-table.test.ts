import { describe, expect, it } from 'vitest';
import { type LabelValues, SeriesTable } from './series-table.js';

function table(names: string[], limits = { valuesPerLabel: 3, seriesPerMetric: 5 }) {
  const overflows: string[] = [];
  const series = new SeriesTable(
    names,
    (labels: LabelValues) => ({ labels }),
    (label) => overflows.push(label),
    limits,
  );
  return { series, overflows };
}

describe('a series table', () => {
  it('gives the same series for the same labels, in whatever order they are written', () => {
    const { series } = table(['a', 'b']);
    expect(series.at({ a: '1', b: '2' })).toBe(series.at({ b: '2', a: '1' }));
    expect(series.size).toBe(1);
  });

  it('tells values apart that look alike when joined', () => {
    const { series } = table(['a', 'b']);
    expect(series.at({ a: 'x,b:y', b: '' })).not.toBe(series.at({ a: 'x', b: 'y' }));
  });

  it('leaves empty and missing labels out', () => {
    const { series } = table(['a', 'b']);
    expect(series.at({ a: '1', b: '' }).labels).toEqual({ a: '1' });
    expect(series.at({ a: '1' })).toBe(series.at({ a: '1', b: '' }));
  });

  it('has one series for a metric without labels', () => {
    const { series } = table([]);
    expect(series.at({})).toBe(series.at({}));
    expect(series.at({}).labels).toEqual({});
  });

  it('records values beyond the limit under __overflow__ and says which label it was', () => {
    const { series, overflows } = table(['a', 'b']);
    for (const a of ['1', '2', '3', '4', '5', '5']) series.at({ a, b: 'x' });
    expect(overflows).toEqual(['a', 'a', 'a']);
    expect(Array.from(series, ({ labels }) => labels.a)).toEqual(['1', '2', '3', '__overflow__']);
    expect(series.at({ a: '6', b: 'x' })).toBe(series.at({ a: '7', b: 'x' }));
  });

  it('keeps everything else of an observation whose value overflows', () => {
    const { series } = table(['route', 'status'], { valuesPerLabel: 2, seriesPerMetric: 10 });
    for (const route of ['1', '2', '3']) series.at({ route, status: '500' });
    expect(series.at({ route: '4', status: '500' }).labels).toEqual({ route: '__overflow__', status: '500' });
  });

  it('puts everything beyond the limit of series into one more series', () => {
    const { series, overflows } = table(['a', 'b'], { valuesPerLabel: 10, seriesPerMetric: 3 });
    for (let index = 0; index < 9; index++) series.at({ a: String(index), b: 'x' });
    expect(series.size).toBe(4);
    expect(new Set(overflows)).toEqual(new Set(['__series__']));
    expect(Array.from(series).at(-1)?.labels).toEqual({ a: '__overflow__', b: '__overflow__' });
  });

  it('gives the place of a forgotten series to another one', () => {
    const { series, overflows } = table(['a']);
    for (let index = 0; index < 20; index++) {
      series.at({ a: String(index) });
      series.delete({ a: String(index) });
    }
    expect([series.size, overflows]).toEqual([0, []]);
    series.delete({ a: 'never seen' });
  });

  it('takes what JavaScript callers pass for text', () => {
    const { series } = table(['a']);
    expect(series.at({ a: 200 } as never)).toBe(series.at({ a: '200' }));
    expect(series.at({ a: null } as never).labels).toEqual({});
  });
});
