import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';

const count = 20;
const tailBytes = 16_384;

/**
 * The end of a log, at most 20 lines, for a person who wants to know why its program ended. `fromByte`: where this program began
 * to write, behind those before it. Empty when there is no log.
 */
export function lastLines(file: string, fromByte = 0): string[] {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.min(size, Math.max(fromByte, size - tailBytes));
    const buffer = Buffer.alloc(size - start);
    const length = readSync(descriptor, buffer, 0, buffer.length, start);
    const lines = buffer
      .toString('utf8', 0, length)
      .split('\n')
      .filter((line) => line.trim() !== '');
    return lines.slice(-count);
  } finally {
    closeSync(descriptor);
  }
}

/** 0 when there is no log yet. */
export function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
