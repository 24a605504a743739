#!/usr/bin/env node
// A fresh clone has no compiled code yet: build it once, then hand over. An installed package always has it.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const compiled = new URL('../dist/main.js', import.meta.url);
const project = fileURLToPath(new URL('../../tsconfig.json', import.meta.url));
const inWorkspace = existsSync(project);

if (!existsSync(compiled) && inWorkspace) {
  process.stderr.write('attest: compiling once …\n');
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  const { status } = spawnSync(process.execPath, [tsc, '-b', project], { stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    process.stderr.write('attest: the sources do not compile (see above). Fix: npm ci && npm run build\n');
    process.exit(2);
  }
}

async function bundled() {
  try {
    const { freshBundle } = await import('../bundler/fresh-bundle.js');
    return pathToFileURL(await freshBundle());
  } catch {
    // Read-only checkouts, full disks: the same programs unbundled do the same, only start later.
    return compiled;
  }
}

await import((inWorkspace ? await bundled() : compiled).href);
