import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closedDirectory } from './server-programs.js';

const stranger = { uid: 64_999, gid: 64_999 };

describe('a way that the servers may go', () => {
  let root: string;
  let inner: string;
  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'attest-server-programs-')));
    inner = join(root, 'clone', 'bin');
    mkdirSync(inner, { recursive: true });
    for (const directory of [root, join(root, 'clone'), inner]) chmodSync(directory, 0o755);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('is open when others may enter every folder on it', () => {
    expect(closedDirectory(inner, stranger)).toBe(closedDirectory(tmpdir(), stranger));
  });

  it('is closed by the outermost folder that only its owner may enter', () => {
    chmodSync(join(root, 'clone'), 0o700);
    expect(closedDirectory(inner, stranger)).toBe(closedDirectory(tmpdir(), stranger) ?? join(root, 'clone'));
    const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    expect(closedDirectory(inner, owner)).toBeUndefined();
    chmodSync(join(root, 'clone'), 0o755);
  });
});
