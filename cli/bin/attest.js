#!/usr/bin/env node
// A fresh clone has no compiled code yet: build it once, then hand over. An installed package always has it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/main.js', import.meta.url);
const project = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));

if (!existsSync(main) && existsSync(project)) {
  process.stderr.write('attest: compiling once …\n');
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  const { status } = spawnSync(process.execPath, [tsc, '-b', project], { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    process.stderr.write('attest: the sources do not compile (see above). Fix: npm ci && npm run build\n');
    process.exit(2);
  }
}

await import(main.href);
