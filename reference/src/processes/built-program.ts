import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BedError } from '../bed-error.js';

/**
 * The compiled form of one of `programs/`. Node itself runs it, also when the code that starts it runs from its sources (in
 * tests). A bundle has its own form of this module (`cli/bundler`).
 *
 * @throws BedError `not-built`
 */
export function builtProgram(name: string): string {
  const file = fileURLToPath(new URL(`../programs/${name}.js`, import.meta.url)).replace(
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
