import { expect, it } from 'vitest';
import type { Panel } from '../model.js';
import { placeRow, widthOf } from './layout.js';

const panel = (kind: Panel['kind'], width?: number) =>
  ({ kind, ...(width !== undefined && { width }) }) as Panel;

it('numbers share their line evenly', () => {
  const row = [panel('stat'), panel('stat'), panel('stat')];
  expect(row.map((each) => widthOf(each, row))).toEqual([8, 8, 8]);
});

it('what does not fit goes to the next line, below the highest of this one', () => {
  const { places, bottom } = placeRow(
    [panel('stat', 12), panel('timeseries', 12), panel('timeseries', 8)],
    10,
  );
  expect(places.map(({ x, y }) => [x, y])).toEqual([
    [0, 10],
    [12, 10],
    [0, 19],
  ]);
  expect(bottom).toBe(28);
});
