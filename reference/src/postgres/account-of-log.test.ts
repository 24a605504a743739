import { describe, expect, it } from 'vitest';
import { parseTimelineHistory } from './account-of-log.js';

describe('a timeline history file', () => {
  it('says where each earlier timeline was left', () => {
    const file = '1\t0/A000198\tno recovery target specified\n\n2\t1/B0000A0\tbefore 2000-01-01\n';
    expect(parseTimelineHistory(file)).toEqual([
      { timeline: 1, until: '0/A000198' },
      { timeline: 2, until: '1/B0000A0' },
    ]);
  });

  it('is not there for the first timeline', () => {
    expect(parseTimelineHistory('')).toEqual([]);
  });

  it('may have comments', () => {
    expect(parseTimelineHistory('# 1 0/1 made by hand\n')).toEqual([]);
  });
});
