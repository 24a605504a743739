import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bundler = fileURLToPath(new URL('bundle.js', import.meta.url));
const bundles = path.join(root, 'cli/bundle');
const forgottenAfterMs = 600_000;
/** The compiler writes it whenever it compiles a workspace. */
const compiledAt = 'tsconfig.tsbuildinfo';

/**
 * The program of a bundle of what was compiled last, which is made if there is none yet. Each has a folder of its own, so that a command that runs keeps the chunks it has not loaded yet.
 */
export async function freshBundle() {
  const folder = path.join(bundles, versionOfCompiled());
  const program = path.join(folder, 'main.js');
  if (existsSync(program)) return program;
  const unfinished = path.join(bundles, `unfinished-${process.pid}`);
  try {
    mkdirSync(bundles, { recursive: true });
    const earlier = outdated();
    const { bundle } = await import('./bundle.js');
    await bundle(unfinished);
    moveTo(folder, unfinished);
    for (const old of earlier) rmSync(old, { recursive: true, force: true });
    return program;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function versionOfCompiled() {
  const { workspaces } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const files = workspaces.map((workspace) => path.join(root, workspace, compiledAt));
  const times = [...files, bundler].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return String(Math.trunc(Math.max(...times)));
}

/** What nobody needs any more. The newest bundle may still be running, and another command may be at work on one now. */
function outdated() {
  const names = readdirSync(bundles).sort();
  const complete = names.filter((name) => !name.startsWith('unfinished'));
  const forgotten = names
    .filter((name) => name.startsWith('unfinished'))
    .filter((name) => Date.now() - statSync(path.join(bundles, name)).mtimeMs > forgottenAfterMs);
  return [...complete.slice(0, -1), ...forgotten].map((name) => path.join(bundles, name));
}

/** Two commands may have had the same idea; the first one's bundle is as good. */
function moveTo(folder, unfinished) {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}
