import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastLines, logSize } from './log-file.js';

describe('the last lines of a log', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'attest-log-file-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('are the last twenty, without empty ones', () => {
    const file = join(directory, 'long.log');
    writeFileSync(file, Array.from({ length: 10_000 }, (_, n) => `line ${n}\n\n`).join(''));
    expect(lastLines(file)).toEqual(Array.from({ length: 20 }, (_, n) => `line ${9_980 + n}`));
  });

  it('are those of the program that began to write at a place, not of the one before it', () => {
    const file = join(directory, 'two.log');
    writeFileSync(file, 'first\nsecond\n');
    expect(lastLines(file, 'first\n'.length)).toEqual(['second']);
    expect(lastLines(file, logSize(file))).toEqual([]);
  });

  it('are none where there is no log', () => {
    expect(lastLines(join(directory, 'none.log'))).toEqual([]);
  });
});
