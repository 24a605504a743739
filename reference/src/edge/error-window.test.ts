import { describe, expect, it } from 'vitest';
import { ErrorWindow } from './error-window.js';

describe('the window of errors', () => {
  it('knows nothing before the first request', () => {
    expect(new ErrorWindow(10).read(5_000)).toBeUndefined();
  });

  it('adds up requests and errors of the last seconds', () => {
    const window = new ErrorWindow(10);
    window.count(1_000, false);
    window.count(2_500, true);
    window.count(9_999, false);
    expect(window.read(10_000)).toEqual({ requests: 3, errors: 1 });
  });

  it('forgets what is older, also when the same bucket comes round again', () => {
    const window = new ErrorWindow(10);
    window.count(1_000, true);
    window.count(12_000, false);
    expect(window.read(12_500)).toEqual({ requests: 1, errors: 0 });
    expect(window.read(60_000)).toBeUndefined();
  });

  it('can be read over fewer seconds than it keeps', () => {
    const window = new ErrorWindow(30);
    window.count(1_000, true);
    window.count(20_000, false);
    expect(window.read(21_000, 5)).toEqual({ requests: 1, errors: 0 });
    expect(window.read(21_000)).toEqual({ requests: 2, errors: 1 });
  });
});
