import { describe, expect, it } from 'vitest';
import { clientSamples } from './client-sample.js';

const invoke = (id: string, t: number) => ({ t, op: 'invoke', id, hash: 'h', stream: 'w' }) as const;

describe('samples of what clients saw', () => {
  it('has one sample for each arrival, at the time when it was due', () => {
    const samples = clientSamples(
      [
        invoke('a', 0),
        { t: 30, op: 'ok', id: 'a', ms: 30, status: 201, stream: 'w' },
        { t: 10, op: 'read', ms: 5, status: 200, ok: true, stream: 'r' },
      ],
      { endT: 100, lateMs: 50 },
    );
    expect(samples).toEqual([
      { t: 0, ms: 30, ok: true, stream: 'writes' },
      { t: 10, ms: 5, ok: true, stream: 'reads' },
    ]);
  });

  it('counts a write that never completed as failed, and as long as it hung', () => {
    expect(clientSamples([invoke('a', 40)], { endT: 100, lateMs: 50 })).toEqual([
      { t: 40, ms: 60, ok: false, stream: 'writes' },
    ]);
  });

  it('leaves out a write that was sent too shortly before the end to be judged', () => {
    expect(clientSamples([invoke('a', 60)], { endT: 100, lateMs: 50 })).toEqual([]);
  });

  it('counts an unknown outcome, a refusal and an acknowledgement of other content as failed', () => {
    const completion = (id: string, op: 'ok' | 'fail' | 'info', more = {}) =>
      ({ t: 9, op, id, ms: 9, status: 0, stream: 'w', ...more }) as const;
    const samples = clientSamples(
      [completion('a', 'info'), completion('b', 'fail'), completion('c', 'ok', { wrongHash: 'x' })],
      { endT: 100, lateMs: 50 },
    );
    expect(samples.map((sample) => sample.ok)).toEqual([false, false, false]);
  });
});
