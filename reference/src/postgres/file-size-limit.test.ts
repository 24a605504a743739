import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { canLimitFileSize, limitFileSize, parseLimits, readFileSizeLimit } from './file-size-limit.js';

const limits = `Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max file size             66487                unlimited            bytes
Max data size             unlimited            unlimited            bytes
`;

describe('the limit of the size of files', () => {
  it('is the one in force', () => {
    expect(parseLimits(limits)).toBe('66487');
    expect(parseLimits('')).toBeUndefined();
  });

  it.skipIf(!canLimitFileSize())('is set for a process that runs, and taken back', async () => {
    const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const pid = sleeper.pid ?? 0;
    try {
      const before = readFileSizeLimit(pid) ?? '';
      await limitFileSize([pid], '4096', undefined);
      expect(readFileSizeLimit(pid)).toBe('4096');
      await limitFileSize([pid], before, undefined);
      expect(readFileSizeLimit(pid)).toBe(before);
      await expect(limitFileSize([pid], 'little', undefined)).rejects.toThrow(/cannot be limited to little/);
    } finally {
      sleeper.kill('SIGKILL');
      await once(sleeper, 'exit');
    }
    // Who has ended has no limit that could be set.
    await limitFileSize([pid], '4096', undefined);
    expect(readFileSizeLimit(pid)).toBeUndefined();
  });
});
