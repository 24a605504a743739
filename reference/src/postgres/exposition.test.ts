import { describe, expect, it } from 'vitest';
import { exposition } from './exposition.js';

describe('the Prometheus text format', () => {
  it('keeps the samples of a name together under one type line', () => {
    const text = exposition([
      { name: 'a', labels: { x: '1' }, value: 1 },
      { name: 'b', value: 2.5 },
      { name: 'a', labels: { x: '2' }, value: 3 },
    ]);
    expect(text).toBe('# TYPE a gauge\na{x="1"} 1\na{x="2"} 3\n# TYPE b gauge\nb 2.5\n');
  });

  it('escapes what would end a label', () => {
    expect(exposition([{ name: 'a', labels: { x: 'q"\\\n' }, value: 0 }])).toContain('a{x="q\\"\\\\\\n"} 0');
  });
});
