import { describe, expect, it } from 'vitest';
import { modelLabel } from './model-label.js';

describe('the label of a model', () => {
  it.each([
    ['sdxl', 'sdxl'],
    ['stability-ai/sdxl', 'sdxl'],
    ['stability-ai/sdxl:39ed52f2', 'sdxl'],
    ['meta/llama', 'meta/llama'],
    ['other/llama', '_OTHER'],
    ['someone/else', '_OTHER'],
    [undefined, '_OTHER'],
  ])('%j is %s', (model, expected) => {
    expect(modelLabel(['sdxl', 'meta/llama'], model)).toBe(expected);
  });
});
