import { describe, expect, it } from 'vitest';
import { fitLoad } from './fit-load.js';

const load = {
  writesPerSecond: 200,
  gpuWritesPerSecond: 2,
  readsPerSecond: 10,
  timeoutSeconds: 4,
  rampSeconds: 20,
};

describe('the load of an experiment', () => {
  it('is what the experiment asks for, where the target carries more than twice as much', () => {
    expect(fitLoad(load, 472)).toEqual(load);
  });

  it('is what the experiment asks for, where nobody has measured', () => {
    expect(fitLoad(load, undefined)).toEqual(load);
  });

  it('shrinks to less than half of what the target carries, each kind alike', () => {
    expect(fitLoad(load, 235.6)).toEqual({
      ...load,
      writesPerSecond: 100,
      gpuWritesPerSecond: 1,
      readsPerSecond: 5,
    });
  });

  it('never stops altogether', () => {
    expect(fitLoad(load, 0)).toMatchObject({ writesPerSecond: 1, gpuWritesPerSecond: 1, readsPerSecond: 1 });
  });
});
