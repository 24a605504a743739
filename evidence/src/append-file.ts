import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { fromFileSystem } from './evidence-error.js';
import type { AppendFile } from './recorder.js';

/** The system calls that an append file makes; replaced where a full disk has to be pretended. */
export interface FileCalls {
  readonly write: (descriptor: number, bytes: Uint8Array, offset: number) => number;
  readonly truncate: (descriptor: number, length: number) => void;
  readonly sync: (descriptor: number) => void;
}

const nodeCalls: FileCalls = {
  write: (descriptor, bytes, offset) => writeSync(descriptor, bytes, offset),
  truncate: ftruncateSync,
  sync: fsyncSync,
};

/** @throws EvidenceError when the file cannot be created, and from every method when it cannot be written */
export function openAppendFile(path: string, calls: FileCalls = nodeCalls): AppendFile {
  const attempt = <T>(doing: string, action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      throw fromFileSystem(`cannot ${doing} ${path}`, cause);
    }
  };
  const descriptor = attempt('create', () => openSync(path, 'a', 0o644));
  let length = attempt('look at', () => fstatSync(descriptor).size);
  return {
    append(text) {
      const bytes = Buffer.from(text);
      try {
        for (let written = 0; written < bytes.length; ) {
          written += calls.write(descriptor, bytes, written);
        }
        length += bytes.length;
      } catch (cause) {
        // Half a line in the middle of the file would make all later lines unreadable.
        attempt('repair', () => calls.truncate(descriptor, length));
        throw fromFileSystem(`cannot write ${path}`, cause);
      }
    },
    flush: () => attempt('flush', () => calls.sync(descriptor)),
    close: () => attempt('close', () => closeSync(descriptor)),
  };
}
