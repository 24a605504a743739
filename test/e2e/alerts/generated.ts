import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GenerateOptions, generate } from '@attest/alerts';
import type { Platform } from '@attest/platform';

/** Folders that are removed at the end of a test file. */
export class Folders {
  readonly #all: string[] = [];

  async make(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'attest-alerts-'));
    this.#all.push(folder);
    return folder;
  }

  async remove(): Promise<void> {
    await Promise.all(this.#all.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** Files below `root`, as they are generated. Answers their paths below it. */
export async function writeGenerated(
  root: string,
  platform: Platform,
  options: Partial<GenerateOptions> = {},
): Promise<string[]> {
  const files = generate(platform, { environment: 'production', ...options });
  await Promise.all(files.map(({ path, content }) => writeText(join(root, path), content)));
  return files.map(({ path }) => path);
}

export async function writeText(file: string, content: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
