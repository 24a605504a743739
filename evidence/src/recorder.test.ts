import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAppendFile } from './append-file.js';
import { EvidenceError } from './evidence-error.js';
import { parseEvidence, readEvidence } from './read-evidence.js';
import { type AppendFile, Recorder } from './recorder.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attest-evidence-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const clock = () => {
  let monotonicMs = 1000;
  return {
    originMonotonicMs: 1000,
    monotonicMs: () => {
      monotonicMs += 1.23456;
      return monotonicMs;
    },
    now: () => new Date('2026-05-04T02:00:00Z'),
  };
};

function memoryFile(): AppendFile & { text: string; flushedAt: number[] } {
  const file = {
    text: '',
    flushedAt: [] as number[],
    append(text: string) {
      file.text += text;
    },
    flush() {
      file.flushedAt.push(file.text.split('\n').length - 1);
    },
    close() {},
  };
  return file;
}

const phase = { kind: 'phase', phase: 'fault', edge: 'start' } as const;
const intent = { kind: 'fault', fault: 'region-loss', phase: 'intent', proofs: [] } as const;
const systemError = (code: string) => Object.assign(new Error(code), { code });

describe('the recorder', () => {
  it('writes a line an entry, with the time of the run, and answers the number of the line', async () => {
    const file = memoryFile();
    const recorder = new Recorder(file, clock());
    expect([await recorder.record(phase), await recorder.record(phase, { t: 42 })]).toEqual([1, 2]);
    expect(
      file.text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { ...phase, t: 1.235, at: '2026-05-04T02:00:00.000Z' },
      { ...phase, t: 42, at: '2026-05-04T02:00:00.000Z' },
    ]);
  });

  it('keeps the order of entries that nobody waited for', async () => {
    const file = memoryFile();
    const recorder = new Recorder(file, clock());
    const numbers = await Promise.all([1, 2, 3].map((t) => recorder.record(phase, { t })));
    expect(numbers).toEqual([1, 2, 3]);
    expect(parseEvidence(file.text).evidence.map(({ t }) => t)).toEqual([1, 2, 3]);
  });

  it('flushes intents, and whatever is asked to be flushed, before it answers', async () => {
    const file = memoryFile();
    const recorder = new Recorder(file, clock());
    await recorder.record(phase);
    await recorder.record(intent);
    await recorder.record(phase, { flush: true });
    expect(file.flushedAt).toEqual([2, 3]);
  });

  it('says that the disk is full, and leaves no half line behind', async () => {
    const path = join(folder, 'evidence.jsonl');
    const { ftruncateSync, fsyncSync, writeSync } = await import('node:fs');
    let room = 150;
    const file = openAppendFile(path, {
      write(descriptor, bytes, offset) {
        const length = Math.min(room, bytes.length - offset);
        if (length === 0) throw systemError('ENOSPC');
        room -= length;
        return writeSync(descriptor, bytes, offset, length);
      },
      truncate: ftruncateSync,
      sync: fsyncSync,
    });
    const recorder = new Recorder(file, clock());
    await recorder.record(phase);
    const error = await recorder.record(phase).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(EvidenceError);
    expect(error).toMatchObject({ code: 'no-space', message: expect.stringContaining(path) });
    room = 1000;
    expect(await recorder.record(phase)).toBe(2);
    recorder.close();
    expect(readEvidence(path).evidence.map(({ line }) => line)).toEqual([1, 2]);
  });

  it.each([
    ['EACCES', 'no-permission'],
    ['EROFS', 'no-permission'],
    ['EDQUOT', 'no-space'],
    ['EIO', 'not-writable'],
  ])('names %s as %s and keeps the cause', async (systemCode, code) => {
    const cause = systemError(systemCode);
    const file = openAppendFile(join(folder, 'e.jsonl'), {
      write: () => {
        throw cause;
      },
      truncate: () => {},
      sync: () => {},
    });
    await expect(new Recorder(file, clock()).record(phase)).rejects.toMatchObject({ code, cause });
    file.close();
  });

  it('says so when the file cannot be created', () => {
    expect(() => openAppendFile(join(folder, 'missing', 'e.jsonl'))).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });
});

describe('evidence that is read back', () => {
  const line = JSON.stringify({ ...phase, t: 0, at: '' });

  it('leaves out a torn last line with a warning', () => {
    const { evidence, warnings } = parseEvidence(`${line}\n{"kind":"pha`);
    expect([evidence.length, warnings]).toEqual([1, ['evidence.jsonl:2 is torn and was left out']]);
  });

  it('refuses all other bad lines at once', () => {
    const text = [
      '{',
      line,
      '[]',
      '{"kind":"rumour"}',
      '{"kind":"phase","t":"0","at":"","edge":"start"}',
      '',
    ].join('\n');
    expect(() => parseEvidence(text)).toThrow(
      expect.objectContaining({
        code: 'bad-lines',
        message: [
          'evidence.jsonl:1 is not JSON',
          'evidence.jsonl:3 is not an object',
          'evidence.jsonl:4 has the unknown kind "rumour"',
          'evidence.jsonl:5 (phase) needs "t" as number, "phase" as string',
        ].join('\n'),
      }),
    );
  });

  it('counts lines as the file does, blank ones too', () => {
    expect(parseEvidence(`\n${line}\n\n${line}\n`).evidence.map(({ line: number }) => number)).toEqual([
      2, 4,
    ]);
  });

  it('says so when there is none', () => {
    expect(() => readEvidence(join(folder, 'none.jsonl'))).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });
});
