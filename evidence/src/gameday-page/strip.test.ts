import { expect, it } from 'vitest';
import type { SecondPoint, Timeline } from '../report/timeline.js';
import { stripOf } from './strip.js';

const second = (atS: number, arrivals: number, good: number): SecondPoint => ({
  atS: atS + 0.5,
  arrivals,
  good,
  badPercent: null,
  p99Ms: null,
});

const timeline = (more: Partial<Timeline>): Timeline => ({
  zeroT: 0,
  zeroIs: '',
  fromS: -1,
  toS: 5,
  streams: { writes: [], reads: [] },
  moments: [],
  bands: [],
  steps: [],
  lateMs: undefined,
  ...more,
});

it('a strip has a piece for as long as clients were served alike, and none where nobody came', () => {
  const { pieces } = stripOf(
    timeline({
      streams: {
        writes: [second(-1, 20, 20), second(0, 20, 20), second(1, 20, 18), second(2, 20, 0), second(4, 0, 0)],
        reads: [second(-1, 5, 5), second(0, 5, 5), second(1, 30, 30), second(2, 5, 5), second(3, 0, 0)],
      },
    }),
  );
  expect(pieces).toEqual([
    { fromS: -1, toS: 1, service: 'good' },
    { fromS: 1, toS: 2, service: 'mixed' },
    { fromS: 2, toS: 3, service: 'bad' },
  ]);
});

it('marks when clients were served again only where a fault was noticed', () => {
  const recovered = { kind: 'recovered', atS: 3, label: '', line: 1 } as const;
  const detected = { kind: 'detected', atS: 1, label: '', line: 1 } as const;
  expect(stripOf(timeline({ moments: [recovered] })).marks).toEqual([]);
  expect(stripOf(timeline({ moments: [detected, recovered] })).marks).toEqual([
    { kind: 'detected', atS: 1 },
    { kind: 'recovered', atS: 3 },
  ]);
});
