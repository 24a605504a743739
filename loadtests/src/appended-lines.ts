import { open } from 'node:fs/promises';

/** Reads what has been appended to a file since the last call, whole lines only; a file that is not there yet has none. */
export class AppendedLines {
  #position = 0;
  #rest = Buffer.alloc(0);

  constructor(readonly file: string) {}

  async read(): Promise<string[]> {
    const handle = await open(this.file, 'r').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw cause;
    });
    if (handle === undefined) return [];
    try {
      const { size } = await handle.stat();
      const chunk = Buffer.alloc(size - this.#position);
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, this.#position);
      this.#position += bytesRead;
      const bytes = Buffer.concat([this.#rest, chunk.subarray(0, bytesRead)]);
      const end = bytes.lastIndexOf(0x0a) + 1;
      this.#rest = Buffer.from(bytes.subarray(end));
      return bytes
        .subarray(0, end)
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '');
    } finally {
      await handle.close();
    }
  }

  /** The torn last line, if the writer died in the middle of one. */
  get remainder(): string {
    return this.#rest.toString('utf8');
  }
}
