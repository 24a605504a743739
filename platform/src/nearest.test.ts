import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.js';

describe('nearest', () => {
  it.each([
    ['eu-wst-1', ['us-east-1', 'eu-west-1'], 'eu-west-1'],
    ['minInstance', ['maxInstances', 'minInstances'], 'minInstances'],
    ['CRITICAL', ['critical', 'warning'], 'critical'],
    ['orders', ['orders-api', 'users-api'], 'orders-api'],
  ])('takes %s for what it resembles most', (name, candidates, meant) => {
    expect(nearest(name, candidates)).toBe(meant);
  });

  it('suggests nothing when nothing is close', () => {
    expect(nearest('thumbnails', ['payments', 'webhooks'])).toBeUndefined();
    expect(nearest('anything', [])).toBeUndefined();
  });

  it('does not take a short candidate for a word that shares no letter with it', () => {
    expect(nearest('xy', ['ab'])).toBeUndefined();
  });

  it('guesses nothing from a beginning that several share, or that is short', () => {
    expect(nearest('gpu-success', ['gpu-success-us-east', 'gpu-success-eu-west'])).toBeUndefined();
    expect(nearest('or', ['orders-api', 'users-api'])).toBeUndefined();
  });
});
