import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BedError } from '../bed-error.js';

/**
 * Where the compiled form of a program stands. Programs are run by Node itself, also when the code that starts them runs from
 * its sources (in tests). `path` is relative to the caller's `import.meta.url` and ends with `.js`.
 */
export function builtFile(path: string, importMetaUrl: string): string {
  const file = fileURLToPath(new URL(path, importMetaUrl)).replace(
    /([\\/]reference[\\/])src([\\/])/,
    '$1dist$2',
  );
  if (existsSync(file)) return file;
  throw new BedError({
    code: 'not-built',
    message: `The program ${file} does not exist.`,
    fix: 'Build the workspaces first: npm run build',
  });
}
